"""Why a file cannot be read as a table, and what to do."""

from __future__ import annotations

from fieldcheck.model.errors import N_, InputError


class SheetFileTooLarge(InputError):
    """More than an office's table holds, or made to fill the memory of who opens it."""

    code = "SHEET_TOO_LARGE"
    message = N_(
        "The file holds more than this program reads ({what}). Delete empty rows and columns, or split it into parts."
    )


class SheetProtected(InputError):
    """A password is needed."""

    code = "SHEET_PASSWORD"
    message = N_("The file is protected by a password. Open it in Excel or WPS, save a copy without one, and use that.")


class SheetDamaged(InputError):
    """It begins as a workbook and cannot be read as one."""

    code = "SHEET_DAMAGED"
    message = N_(
        "The file cannot be read as a workbook ({reason}). Open it in Excel or WPS and save it again as .xlsx."
    )


class SheetNotATable(InputError):
    """Another kind of file, whatever its name says."""

    code = "SHEET_NOT_A_TABLE"
    message = N_("This is {what}, whatever its name says. Open it in Excel or WPS and save it as .xlsx.")


class SheetHasEntities(InputError):
    """XML with a document type: no office program writes one, and it can be made to grow without end."""

    code = "SHEET_ENTITIES"
    message = N_("Part {member} of the workbook declares XML entities, which no office program writes. Do not use it.")


class EncodingUnclear(InputError):
    """The letters of a text file can be read in more than one way, or in none."""

    code = "SHEET_ENCODING"
    message = N_("How the letters of this text file are coded is not clear. Choose one of: {encodings}.")


class SheetUnknown(InputError):
    """A sheet that the file does not have."""

    code = "SHEET_UNKNOWN"
    message = N_('The file has no sheet "{sheet}". It has: {sheets}.')


class SheetEmpty(InputError):
    """Nothing that looks like a table."""

    code = "SHEET_EMPTY"
    message = N_(
        'Sheet "{sheet}" has no row that names columns (such as 企业名称). Choose another sheet, or add such a row.'
    )
