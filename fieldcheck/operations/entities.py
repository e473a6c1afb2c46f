"""Records by id, as a person types it: whole, or the beginning where that is enough."""

from __future__ import annotations

from fieldcheck.model.errors import N_, InputError, NotFoundError
from fieldcheck.store import Reader
from fieldcheck.store.queries import records


class EntityNotFound(NotFoundError):
    """No record has an id that begins so."""

    code = "ENTITY_NOT_FOUND"
    message = N_(
        "No record in this store has an id that begins with {entity}. 'fieldcheck digest --records' lists ids."
    )


class EntityAmbiguous(InputError):
    """Several records have an id that begins so."""

    code = "ENTITY_AMBIGUOUS"
    message = N_("Several records begin with {entity}: {found}. Type more of the id.")


class EntityOfOtherKind(InputError):
    """The record is of another kind than the one that was asked for."""

    code = "ENTITY_KIND"
    message = N_("{entity} is a record of kind {kind}; one of kind {wanted} is needed. Type the id of one.")


def resolve(reader: Reader, entity: str) -> tuple[str, str]:
    """Return (kind, id) of the one record whose id begins with `entity`. Raises EntityNotFound, EntityAmbiguous."""
    found = records.matching(reader, entity)
    if not found:
        raise EntityNotFound(entity=entity)
    if len(found) > 1:
        raise EntityAmbiguous(entity=entity, found=", ".join(name for _, name in found))
    return found[0]


def id_of(reader: Reader, kind: str, entity: str) -> str:
    """Return the id of the one record whose id begins with `entity`, which is of this kind.

    Raises EntityNotFound, EntityAmbiguous, EntityOfOtherKind.
    """
    found, identifier = resolve(reader, entity)
    if found != kind:
        raise EntityOfOtherKind(entity=entity, kind=found, wanted=kind)
    return identifier
