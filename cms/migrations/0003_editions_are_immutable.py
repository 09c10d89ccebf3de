"""The database itself refuses to change or delete an edition. Who published it may be forgotten."""

from django.db import migrations

_FIXED = ("id", "uuid", "taught_id", "line_id", "number", "hash", "content", "note", "published_at")
_WORDS = "An edition is never changed or deleted; publish a new one."

_SQLITE = [
    f"CREATE TRIGGER cms_edition_no_update BEFORE UPDATE OF {', '.join(_FIXED)} ON cms_edition BEGIN SELECT RAISE(ABORT, '{_WORDS}'); END",
    (
        "CREATE TRIGGER cms_edition_no_author BEFORE UPDATE OF published_by_id ON cms_edition WHEN NEW.published_by_id IS NOT NULL "
        f"BEGIN SELECT RAISE(ABORT, '{_WORDS}'); END"
    ),
    f"CREATE TRIGGER cms_edition_no_delete BEFORE DELETE ON cms_edition BEGIN SELECT RAISE(ABORT, '{_WORDS}'); END",
]
_POSTGRES = [
    (
        "CREATE FUNCTION cms_edition_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"RAISE EXCEPTION '{_WORDS}' USING ERRCODE = 'integrity_constraint_violation'; END $$"
    ),
    f"CREATE TRIGGER cms_edition_no_update BEFORE UPDATE OF {', '.join(_FIXED)} ON cms_edition FOR EACH ROW EXECUTE FUNCTION cms_edition_refuse()",
    (
        "CREATE TRIGGER cms_edition_no_author BEFORE UPDATE OF published_by_id ON cms_edition FOR EACH ROW "
        "WHEN (NEW.published_by_id IS NOT NULL) EXECUTE FUNCTION cms_edition_refuse()"
    ),
    "CREATE TRIGGER cms_edition_no_delete BEFORE DELETE ON cms_edition FOR EACH ROW EXECUTE FUNCTION cms_edition_refuse()",
]
_TRIGGERS = ("cms_edition_no_update", "cms_edition_no_author", "cms_edition_no_delete")


def protect(apps, schema_editor):
    if schema_editor.connection.alias == "keys":
        return
    for statement in _SQLITE if schema_editor.connection.vendor == "sqlite" else _POSTGRES:
        schema_editor.execute(statement)


def release(apps, schema_editor):
    if schema_editor.connection.alias == "keys":
        return
    on_sqlite = schema_editor.connection.vendor == "sqlite"
    for trigger in _TRIGGERS:
        schema_editor.execute(f"DROP TRIGGER {trigger}" + ("" if on_sqlite else " ON cms_edition"))
    if not on_sqlite:
        schema_editor.execute("DROP FUNCTION cms_edition_refuse()")


class Migration(migrations.Migration):
    dependencies = [("cms", "0002_initial")]
    operations = [migrations.RunPython(protect, release, elidable=False)]
