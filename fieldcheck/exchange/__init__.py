"""Keys of a device. Packages come with the next issue."""
