# SQLCipher's driver is a fork of the standard library's and keeps its interface.
