"""The network, its history, and the one function by which every text is compared."""

import django.contrib.postgres.constraints
import django.contrib.postgres.indexes
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.contrib.postgres.operations import (
    BtreeGistExtension,
    TrigramExtension,
    UnaccentExtension,
)
from django.db import migrations, models

import correspondents.models.people
import correspondents.models.posts
import correspondents.models.users
import correspondents.text

# Immutable, so that stored columns and indexes may use it; schema-qualified and with a
# RETURN body, so that a restored dump finds unaccent. « St », « & », « and », « y » are
# read as a French reader would: saint, et.
CREATE = r"""
CREATE FUNCTION public.norm_fr(t text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN btrim(
    regexp_replace(
        regexp_replace(
            regexp_replace(
                regexp_replace(
                    replace(
                        replace(
                            lower(public.unaccent('public.unaccent'::regdictionary, t)), '.', ''
                        ),
                        '&', ' et '
                    ),
                    '[^a-z0-9]+', ' ', 'g'
                ),
                '\m(and|und|y|e|ed)\M', 'et', 'g'
            ),
            '\mst\M', 'saint', 'g'
        ),
        '\mste\M', 'sainte', 'g'
    )
)
"""


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("pghistory", "0007_auto_20250421_0444"),
    ]

    operations = [
        UnaccentExtension(),
        TrigramExtension(),
        BtreeGistExtension(),
        migrations.RunSQL(CREATE, "DROP FUNCTION public.norm_fr(text)"),
        migrations.CreateModel(
            name="Correspondent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("correspondent", "Correspondant"),
                            ("backup", "Suppléant"),
                            ("cocac", "COCAC"),
                            ("service", "Service"),
                        ],
                        default="correspondent",
                        max_length=20,
                        verbose_name="rôle",
                    ),
                ),
                (
                    "rank",
                    models.PositiveSmallIntegerField(
                        default=1,
                        help_text="1 : à qui écrire d’abord ; une deuxième personne prend 2.",
                        verbose_name="rang",
                    ),
                ),
                (
                    "scope",
                    models.CharField(
                        blank=True,
                        help_text="Une partie des pays du poste.",
                        max_length=120,
                        verbose_name="périmètre",
                    ),
                ),
                (
                    "civility",
                    models.CharField(
                        blank=True,
                        choices=[("Mme", "Mme"), ("M.", "M.")],
                        max_length=4,
                        verbose_name="civilité",
                    ),
                ),
                ("last_name", models.CharField(blank=True, max_length=120, verbose_name="nom")),
                ("first_name", models.CharField(blank=True, max_length=120, verbose_name="prénom")),
                ("function", models.CharField(blank=True, max_length=200, verbose_name="fonction")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="courriel")),
                (
                    "phone",
                    models.CharField(
                        blank=True,
                        max_length=60,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[+(]?[0-9][0-9 ()./-]*( ?(poste|ext\\.?) ?[0-9]+)?$",
                                "Un téléphone s’écrit en chiffres, indicatif compris : +221 33 839 51 00.",
                            )
                        ],
                        verbose_name="téléphone",
                    ),
                ),
                ("name_is_public", models.BooleanField(default=True, verbose_name="nom public")),
                (
                    "function_is_public",
                    models.BooleanField(default=True, verbose_name="fonction publique"),
                ),
                (
                    "email_is_public",
                    models.BooleanField(
                        default=False,
                        help_text="Le courriel d’une personne reste interne sauf accord ; celui d’un service sans nom est public.",
                        verbose_name="courriel public",
                    ),
                ),
                (
                    "phone_is_public",
                    models.BooleanField(default=False, verbose_name="téléphone public"),
                ),
                ("is_vacant", models.BooleanField(default=False, verbose_name="vacant")),
                (
                    "started_on",
                    models.DateField(blank=True, null=True, verbose_name="en fonction depuis le"),
                ),
                (
                    "ended_on",
                    models.DateField(
                        blank=True, null=True, verbose_name="dernier jour en fonction"
                    ),
                ),
                ("verified_on", models.DateField(blank=True, null=True, verbose_name="vérifié le")),
                (
                    "verified_by",
                    models.CharField(blank=True, max_length=160, verbose_name="vérifié par"),
                ),
                ("source", models.CharField(blank=True, max_length=200, verbose_name="source")),
                (
                    "other_data",
                    models.JSONField(blank=True, default=dict, verbose_name="autres données"),
                ),
                (
                    "name_norm",
                    models.GeneratedField(
                        db_persist=True,
                        expression=correspondents.text.Normalised(
                            correspondents.text.JoinedBySpace(
                                models.F("first_name"), models.F("last_name")
                            )
                        ),
                        output_field=models.TextField(),
                    ),
                ),
            ],
            options={
                "verbose_name": "correspondant",
                "ordering": ["post", "role", "rank", "last_name"],
            },
        ),
        migrations.CreateModel(
            name="UnansweredSearch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("digest", models.CharField(max_length=64, unique=True, verbose_name="empreinte")),
                ("text", models.CharField(blank=True, max_length=80, verbose_name="texte")),
                ("times", models.PositiveIntegerField(default=1, verbose_name="fois")),
                ("first_seen_on", models.DateField(verbose_name="vue d’abord le")),
                ("last_seen_on", models.DateField(verbose_name="vue en dernier le")),
            ],
            options={
                "verbose_name": "recherche sans réponse",
                "verbose_name_plural": "recherches sans réponse",
                "ordering": ["-times", "text"],
            },
        ),
        migrations.CreateModel(
            name="UnrecognisedEntity",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=160, unique=True, verbose_name="nom")),
                (
                    "name_norm",
                    models.GeneratedField(
                        db_persist=True,
                        expression=correspondents.text.Normalised(models.F("name")),
                        output_field=models.TextField(),
                    ),
                ),
            ],
            options={
                "verbose_name": "entité non reconnue",
                "verbose_name_plural": "entités non reconnues",
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="Zone",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=80, unique=True, verbose_name="nom")),
                (
                    "desk",
                    models.CharField(
                        blank=True, max_length=160, verbose_name="bureau de la délégation"
                    ),
                ),
                (
                    "mailbox",
                    models.EmailField(
                        blank=True,
                        help_text="Vide : la boîte générale de la délégation répond.",
                        max_length=254,
                        verbose_name="boîte du bureau",
                    ),
                ),
            ],
            options={
                "verbose_name": "zone géographique",
                "verbose_name_plural": "zones géographiques",
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="ZoneEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("name", models.CharField(max_length=80, verbose_name="nom")),
                (
                    "desk",
                    models.CharField(
                        blank=True, max_length=160, verbose_name="bureau de la délégation"
                    ),
                ),
                (
                    "mailbox",
                    models.EmailField(
                        blank=True,
                        help_text="Vide : la boîte générale de la délégation répond.",
                        max_length=254,
                        verbose_name="boîte du bureau",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="User",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                (
                    "last_login",
                    models.DateTimeField(blank=True, null=True, verbose_name="last login"),
                ),
                (
                    "is_superuser",
                    models.BooleanField(
                        default=False,
                        help_text="Designates that this user has all permissions without explicitly assigning them.",
                        verbose_name="superuser status",
                    ),
                ),
                (
                    "first_name",
                    models.CharField(blank=True, max_length=150, verbose_name="first name"),
                ),
                (
                    "last_name",
                    models.CharField(blank=True, max_length=150, verbose_name="last name"),
                ),
                (
                    "is_staff",
                    models.BooleanField(
                        default=False,
                        help_text="Designates whether the user can log into this admin site.",
                        verbose_name="staff status",
                    ),
                ),
                (
                    "is_active",
                    models.BooleanField(
                        default=True,
                        help_text="Designates whether this user should be treated as active. Unselect this instead of deleting accounts.",
                        verbose_name="active",
                    ),
                ),
                (
                    "date_joined",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="date joined"
                    ),
                ),
                (
                    "email",
                    models.EmailField(
                        error_messages={"unique": "Un compte existe déjà avec cette adresse."},
                        max_length=254,
                        unique=True,
                        verbose_name="adresse électronique",
                    ),
                ),
                (
                    "groups",
                    models.ManyToManyField(
                        blank=True,
                        help_text="The groups this user belongs to. A user will get all permissions granted to each of their groups.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.group",
                        verbose_name="groups",
                    ),
                ),
                (
                    "user_permissions",
                    models.ManyToManyField(
                        blank=True,
                        help_text="Specific permissions for this user.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.permission",
                        verbose_name="user permissions",
                    ),
                ),
            ],
            options={
                "verbose_name": "compte",
                "verbose_name_plural": "comptes",
                "ordering": ["email"],
            },
            managers=[
                ("objects", correspondents.models.users.UserManager()),
            ],
        ),
        migrations.CreateModel(
            name="Country",
            fields=[
                (
                    "iso2",
                    models.CharField(
                        max_length=2,
                        primary_key=True,
                        serialize=False,
                        verbose_name="code ISO à deux lettres",
                    ),
                ),
                (
                    "iso3",
                    models.CharField(
                        max_length=3, unique=True, verbose_name="code ISO à trois lettres"
                    ),
                ),
                (
                    "iso_numeric",
                    models.CharField(blank=True, max_length=3, verbose_name="code ISO numérique"),
                ),
                ("name", models.CharField(max_length=120, unique=True, verbose_name="nom")),
                (
                    "name_with_article",
                    models.CharField(
                        help_text="« le Sénégal », « l’Inde », « Cuba »",
                        max_length=140,
                        verbose_name="nom avec article",
                    ),
                ),
                (
                    "locative",
                    models.CharField(
                        help_text="« au Sénégal », « en Inde », « à Cuba »",
                        max_length=140,
                        verbose_name="locatif",
                    ),
                ),
                (
                    "genitive",
                    models.CharField(
                        help_text="« du Sénégal », « d’Inde », « de Cuba »",
                        max_length=140,
                        verbose_name="génitif",
                    ),
                ),
                (
                    "name_en",
                    models.CharField(blank=True, max_length=120, verbose_name="nom anglais"),
                ),
                (
                    "capital",
                    models.CharField(
                        blank=True, max_length=120, verbose_name="capitale ou chef-lieu"
                    ),
                ),
                ("latitude", models.FloatField(blank=True, null=True, verbose_name="latitude")),
                ("longitude", models.FloatField(blank=True, null=True, verbose_name="longitude")),
                (
                    "is_french",
                    models.BooleanField(default=False, verbose_name="territoire français"),
                ),
                (
                    "name_norm",
                    models.GeneratedField(
                        db_persist=True,
                        expression=correspondents.text.Normalised(models.F("name")),
                        output_field=models.TextField(),
                    ),
                ),
                (
                    "look_alikes",
                    models.ManyToManyField(
                        blank=True,
                        to="correspondents.country",
                        verbose_name="à ne pas confondre avec",
                    ),
                ),
                (
                    "zone",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="countries",
                        to="correspondents.zone",
                        verbose_name="zone géographique",
                    ),
                ),
            ],
            options={
                "verbose_name": "pays ou territoire",
                "verbose_name_plural": "pays et territoires",
                "ordering": ["name_norm"],
            },
        ),
        migrations.CreateModel(
            name="CountryAlias",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=160, verbose_name="autre nom")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("usage", "usage"),
                            ("official", "nom officiel"),
                            ("former", "ancien nom"),
                            ("cldr", "nom dans une autre langue"),
                        ],
                        default="usage",
                        max_length=20,
                        verbose_name="nature",
                    ),
                ),
                ("language", models.CharField(default="fr", max_length=3, verbose_name="langue")),
                (
                    "shown",
                    models.BooleanField(
                        default=True,
                        help_text="Décoché : le nom est reconnu, jamais affiché.",
                        verbose_name="affiché",
                    ),
                ),
                (
                    "name_norm",
                    models.GeneratedField(
                        db_persist=True,
                        expression=correspondents.text.Normalised(models.F("name")),
                        output_field=models.TextField(),
                    ),
                ),
                (
                    "country",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="aliases",
                        to="correspondents.country",
                        verbose_name="pays ou territoire",
                    ),
                ),
            ],
            options={
                "verbose_name": "autre nom",
                "verbose_name_plural": "autres noms",
                "ordering": ["country_id", "name"],
            },
        ),
        migrations.CreateModel(
            name="CountryAliasEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("name", models.CharField(max_length=160, verbose_name="autre nom")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("usage", "usage"),
                            ("official", "nom officiel"),
                            ("former", "ancien nom"),
                            ("cldr", "nom dans une autre langue"),
                        ],
                        default="usage",
                        max_length=20,
                        verbose_name="nature",
                    ),
                ),
                ("language", models.CharField(default="fr", max_length=3, verbose_name="langue")),
                (
                    "shown",
                    models.BooleanField(
                        default=True,
                        help_text="Décoché : le nom est reconnu, jamais affiché.",
                        verbose_name="affiché",
                    ),
                ),
                (
                    "country",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="correspondents.country",
                        verbose_name="pays ou territoire",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="correspondents.countryalias",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Coverage",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "relation",
                    models.CharField(
                        choices=[
                            ("resident", "résident"),
                            ("non_resident", "non résident"),
                            ("dependent_territory", "territoire dépendant"),
                        ],
                        max_length=20,
                        verbose_name="relation",
                    ),
                ),
                ("rank", models.PositiveSmallIntegerField(default=1, verbose_name="rang")),
                (
                    "scope",
                    models.CharField(
                        blank=True,
                        help_text="Une partie du pays : « Québec ».",
                        max_length=120,
                        verbose_name="périmètre",
                    ),
                ),
                (
                    "valid_from",
                    models.DateField(blank=True, null=True, verbose_name="valable à partir du"),
                ),
                (
                    "valid_until",
                    models.DateField(blank=True, null=True, verbose_name="valable jusqu’au"),
                ),
                (
                    "as_of",
                    models.CharField(
                        blank=True,
                        help_text="2022, 2022-11 ou 2022-11-30",
                        max_length=10,
                        verbose_name="état constaté en",
                    ),
                ),
                ("note", models.TextField(blank=True, verbose_name="note")),
                (
                    "scope_norm",
                    models.GeneratedField(
                        db_persist=True,
                        expression=correspondents.text.Normalised(models.F("scope")),
                        output_field=models.TextField(),
                    ),
                ),
                (
                    "country",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="coverages",
                        to="correspondents.country",
                        verbose_name="pays ou territoire",
                    ),
                ),
            ],
            options={
                "verbose_name": "compétence",
                "ordering": ["country", "rank"],
            },
        ),
        migrations.CreateModel(
            name="ImportBatch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("file_name", models.CharField(max_length=255, verbose_name="fichier")),
                ("sha256", models.CharField(max_length=64, verbose_name="empreinte")),
                ("size", models.PositiveIntegerField(verbose_name="taille en octets")),
                ("edition_on", models.DateField(blank=True, null=True, verbose_name="édition du")),
                ("totals", models.JSONField(default=dict, verbose_name="décompte")),
                ("report", models.JSONField(default=dict, verbose_name="plan")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="lu le")),
                (
                    "applied_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="appliqué le"),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="import_batches",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="par",
                    ),
                ),
            ],
            options={
                "verbose_name": "import",
                "ordering": ["-created_at"],
            },
        ),
        migrations.CreateModel(
            name="Place",
            fields=[
                (
                    "geonames_id",
                    models.IntegerField(
                        primary_key=True, serialize=False, verbose_name="identifiant GeoNames"
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="nom")),
                ("population", models.IntegerField(default=0, verbose_name="population")),
                ("latitude", models.FloatField(verbose_name="latitude")),
                ("longitude", models.FloatField(verbose_name="longitude")),
                (
                    "is_capital",
                    models.BooleanField(default=False, verbose_name="capitale ou chef-lieu"),
                ),
                (
                    "country",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="places",
                        to="correspondents.country",
                        verbose_name="pays ou territoire",
                    ),
                ),
            ],
            options={
                "verbose_name": "ville",
                "verbose_name_plural": "villes",
                "ordering": ["-population"],
            },
        ),
        migrations.CreateModel(
            name="PlaceName",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="nom")),
                ("is_main", models.BooleanField(default=False, verbose_name="nom principal")),
                (
                    "name_norm",
                    models.GeneratedField(
                        db_persist=True,
                        expression=correspondents.text.Normalised(models.F("name")),
                        output_field=models.TextField(),
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="names",
                        to="correspondents.place",
                        verbose_name="ville",
                    ),
                ),
            ],
            options={
                "verbose_name": "nom de ville",
                "verbose_name_plural": "noms de villes",
            },
        ),
        migrations.CreateModel(
            name="Post",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("slug", models.SlugField(unique=True, verbose_name="adresse courte")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("embassy", "Ambassade"),
                            ("consulate_general", "Consulat général"),
                            ("office", "Bureau"),
                            ("representation", "Représentation"),
                            ("antenna", "Antenne"),
                        ],
                        max_length=20,
                        verbose_name="nature",
                    ),
                ),
                ("name", models.CharField(max_length=160, unique=True, verbose_name="nom")),
                ("city", models.CharField(max_length=120, verbose_name="ville")),
                (
                    "city_en",
                    models.CharField(blank=True, max_length=120, verbose_name="ville en anglais"),
                ),
                ("latitude", models.FloatField(blank=True, null=True, verbose_name="latitude")),
                ("longitude", models.FloatField(blank=True, null=True, verbose_name="longitude")),
                (
                    "mailbox",
                    models.EmailField(
                        blank=True, max_length=254, verbose_name="boîte fonctionnelle"
                    ),
                ),
                (
                    "phone",
                    models.CharField(
                        blank=True, max_length=40, verbose_name="téléphone du standard"
                    ),
                ),
                ("website", models.URLField(blank=True, verbose_name="site")),
                (
                    "timezone",
                    models.CharField(
                        blank=True,
                        max_length=40,
                        validators=[correspondents.models.posts.validate_timezone],
                        verbose_name="fuseau horaire",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("open", "ouvert"),
                            ("opening", "ouverture en cours"),
                            ("suspended", "activités suspendues"),
                            ("relocated", "exerce depuis un autre lieu"),
                            ("closed", "fermé"),
                        ],
                        default="open",
                        max_length=20,
                        verbose_name="situation",
                    ),
                ),
                ("status_since", models.DateField(blank=True, null=True, verbose_name="depuis le")),
                (
                    "operates_from_paris",
                    models.BooleanField(default=False, verbose_name="exerce depuis Paris"),
                ),
                (
                    "status_source",
                    models.CharField(blank=True, max_length=200, verbose_name="source"),
                ),
                ("status_note", models.TextField(blank=True, verbose_name="note")),
                (
                    "is_discreet",
                    models.BooleanField(
                        default=False,
                        help_text="Plus fort que tout autre réglage : seule la boîte fonctionnelle est publique.",
                        verbose_name="ne publier aucun nom",
                    ),
                ),
                (
                    "country_is_shown",
                    models.BooleanField(
                        default=True,
                        help_text="Décoché pour Jérusalem : aucun nom de pays ne s’écrit à côté.",
                        verbose_name="pays affiché à côté de la ville",
                    ),
                ),
                (
                    "name_norm",
                    models.GeneratedField(
                        db_persist=True,
                        expression=correspondents.text.Normalised(
                            correspondents.text.JoinedBySpace(
                                correspondents.text.JoinedBySpace(
                                    models.F("name"), models.F("city")
                                ),
                                models.F("city_en"),
                            )
                        ),
                        output_field=models.TextField(),
                    ),
                ),
                (
                    "city_norm",
                    models.GeneratedField(
                        db_persist=True,
                        expression=correspondents.text.Normalised(models.F("city")),
                        output_field=models.TextField(),
                    ),
                ),
                (
                    "city_en_norm",
                    models.GeneratedField(
                        db_persist=True,
                        expression=correspondents.text.Normalised(models.F("city_en")),
                        output_field=models.TextField(),
                    ),
                ),
                (
                    "country",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="posts",
                        to="correspondents.country",
                        verbose_name="pays ou territoire",
                    ),
                ),
                (
                    "operates_from",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="hosted_posts",
                        to="correspondents.post",
                        verbose_name="exerce depuis le poste de",
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="antennas",
                        to="correspondents.post",
                        verbose_name="poste de rattachement",
                    ),
                ),
            ],
            options={
                "verbose_name": "poste",
                "ordering": ["country__name_norm", "kind", "city"],
            },
        ),
        migrations.CreateModel(
            name="CoverageEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "relation",
                    models.CharField(
                        choices=[
                            ("resident", "résident"),
                            ("non_resident", "non résident"),
                            ("dependent_territory", "territoire dépendant"),
                        ],
                        max_length=20,
                        verbose_name="relation",
                    ),
                ),
                ("rank", models.PositiveSmallIntegerField(default=1, verbose_name="rang")),
                (
                    "scope",
                    models.CharField(
                        blank=True,
                        help_text="Une partie du pays : « Québec ».",
                        max_length=120,
                        verbose_name="périmètre",
                    ),
                ),
                (
                    "valid_from",
                    models.DateField(blank=True, null=True, verbose_name="valable à partir du"),
                ),
                (
                    "valid_until",
                    models.DateField(blank=True, null=True, verbose_name="valable jusqu’au"),
                ),
                (
                    "as_of",
                    models.CharField(
                        blank=True,
                        help_text="2022, 2022-11 ou 2022-11-30",
                        max_length=10,
                        verbose_name="état constaté en",
                    ),
                ),
                ("note", models.TextField(blank=True, verbose_name="note")),
                (
                    "country",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="correspondents.country",
                        verbose_name="pays ou territoire",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="correspondents.coverage",
                    ),
                ),
                (
                    "post",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="correspondents.post",
                        verbose_name="poste",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="coverage",
            name="post",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="coverages",
                to="correspondents.post",
                verbose_name="poste",
            ),
        ),
        migrations.CreateModel(
            name="CorrespondentEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("correspondent", "Correspondant"),
                            ("backup", "Suppléant"),
                            ("cocac", "COCAC"),
                            ("service", "Service"),
                        ],
                        default="correspondent",
                        max_length=20,
                        verbose_name="rôle",
                    ),
                ),
                (
                    "rank",
                    models.PositiveSmallIntegerField(
                        default=1,
                        help_text="1 : à qui écrire d’abord ; une deuxième personne prend 2.",
                        verbose_name="rang",
                    ),
                ),
                (
                    "scope",
                    models.CharField(
                        blank=True,
                        help_text="Une partie des pays du poste.",
                        max_length=120,
                        verbose_name="périmètre",
                    ),
                ),
                (
                    "civility",
                    models.CharField(
                        blank=True,
                        choices=[("Mme", "Mme"), ("M.", "M.")],
                        max_length=4,
                        verbose_name="civilité",
                    ),
                ),
                ("last_name", models.CharField(blank=True, max_length=120, verbose_name="nom")),
                ("first_name", models.CharField(blank=True, max_length=120, verbose_name="prénom")),
                ("function", models.CharField(blank=True, max_length=200, verbose_name="fonction")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="courriel")),
                (
                    "phone",
                    models.CharField(
                        blank=True,
                        max_length=60,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[+(]?[0-9][0-9 ()./-]*( ?(poste|ext\\.?) ?[0-9]+)?$",
                                "Un téléphone s’écrit en chiffres, indicatif compris : +221 33 839 51 00.",
                            )
                        ],
                        verbose_name="téléphone",
                    ),
                ),
                ("name_is_public", models.BooleanField(default=True, verbose_name="nom public")),
                (
                    "function_is_public",
                    models.BooleanField(default=True, verbose_name="fonction publique"),
                ),
                (
                    "email_is_public",
                    models.BooleanField(
                        default=False,
                        help_text="Le courriel d’une personne reste interne sauf accord ; celui d’un service sans nom est public.",
                        verbose_name="courriel public",
                    ),
                ),
                (
                    "phone_is_public",
                    models.BooleanField(default=False, verbose_name="téléphone public"),
                ),
                ("is_vacant", models.BooleanField(default=False, verbose_name="vacant")),
                (
                    "started_on",
                    models.DateField(blank=True, null=True, verbose_name="en fonction depuis le"),
                ),
                (
                    "ended_on",
                    models.DateField(
                        blank=True, null=True, verbose_name="dernier jour en fonction"
                    ),
                ),
                ("verified_on", models.DateField(blank=True, null=True, verbose_name="vérifié le")),
                (
                    "verified_by",
                    models.CharField(blank=True, max_length=160, verbose_name="vérifié par"),
                ),
                ("source", models.CharField(blank=True, max_length=200, verbose_name="source")),
                (
                    "other_data",
                    models.JSONField(blank=True, default=dict, verbose_name="autres données"),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="correspondents.correspondent",
                    ),
                ),
                (
                    "post",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="correspondents.post",
                        verbose_name="poste",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="correspondent",
            name="post",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="correspondents",
                to="correspondents.post",
                verbose_name="poste",
            ),
        ),
        migrations.AddField(
            model_name="user",
            name="post",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="users",
                to="correspondents.post",
                verbose_name="poste",
            ),
        ),
        migrations.CreateModel(
            name="PostEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("slug", models.SlugField(db_index=False, verbose_name="adresse courte")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("embassy", "Ambassade"),
                            ("consulate_general", "Consulat général"),
                            ("office", "Bureau"),
                            ("representation", "Représentation"),
                            ("antenna", "Antenne"),
                        ],
                        max_length=20,
                        verbose_name="nature",
                    ),
                ),
                ("name", models.CharField(max_length=160, verbose_name="nom")),
                ("city", models.CharField(max_length=120, verbose_name="ville")),
                (
                    "city_en",
                    models.CharField(blank=True, max_length=120, verbose_name="ville en anglais"),
                ),
                ("latitude", models.FloatField(blank=True, null=True, verbose_name="latitude")),
                ("longitude", models.FloatField(blank=True, null=True, verbose_name="longitude")),
                (
                    "mailbox",
                    models.EmailField(
                        blank=True, max_length=254, verbose_name="boîte fonctionnelle"
                    ),
                ),
                (
                    "phone",
                    models.CharField(
                        blank=True, max_length=40, verbose_name="téléphone du standard"
                    ),
                ),
                ("website", models.URLField(blank=True, verbose_name="site")),
                (
                    "timezone",
                    models.CharField(
                        blank=True,
                        max_length=40,
                        validators=[correspondents.models.posts.validate_timezone],
                        verbose_name="fuseau horaire",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("open", "ouvert"),
                            ("opening", "ouverture en cours"),
                            ("suspended", "activités suspendues"),
                            ("relocated", "exerce depuis un autre lieu"),
                            ("closed", "fermé"),
                        ],
                        default="open",
                        max_length=20,
                        verbose_name="situation",
                    ),
                ),
                ("status_since", models.DateField(blank=True, null=True, verbose_name="depuis le")),
                (
                    "operates_from_paris",
                    models.BooleanField(default=False, verbose_name="exerce depuis Paris"),
                ),
                (
                    "status_source",
                    models.CharField(blank=True, max_length=200, verbose_name="source"),
                ),
                ("status_note", models.TextField(blank=True, verbose_name="note")),
                (
                    "is_discreet",
                    models.BooleanField(
                        default=False,
                        help_text="Plus fort que tout autre réglage : seule la boîte fonctionnelle est publique.",
                        verbose_name="ne publier aucun nom",
                    ),
                ),
                (
                    "country_is_shown",
                    models.BooleanField(
                        default=True,
                        help_text="Décoché pour Jérusalem : aucun nom de pays ne s’écrit à côté.",
                        verbose_name="pays affiché à côté de la ville",
                    ),
                ),
                (
                    "country",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="correspondents.country",
                        verbose_name="pays ou territoire",
                    ),
                ),
                (
                    "operates_from",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="correspondents.post",
                        verbose_name="exerce depuis le poste de",
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="correspondents.post",
                        verbose_name="poste de rattachement",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="correspondents.post",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ReferenceRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("table", models.CharField(max_length=40)),
                ("key", models.CharField(max_length=300)),
                ("object_pk", models.CharField(max_length=20)),
                ("values", models.JSONField(default=dict)),
            ],
            options={
                "verbose_name": "ligne de référence",
                "verbose_name_plural": "lignes de référence",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("table", "key"),
                        name="one_reference_row_per_key",
                        violation_error_message="Cette ligne de référence existe déjà.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="UserEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "is_superuser",
                    models.BooleanField(
                        default=False,
                        help_text="Designates that this user has all permissions without explicitly assigning them.",
                        verbose_name="superuser status",
                    ),
                ),
                (
                    "first_name",
                    models.CharField(blank=True, max_length=150, verbose_name="first name"),
                ),
                (
                    "last_name",
                    models.CharField(blank=True, max_length=150, verbose_name="last name"),
                ),
                (
                    "is_staff",
                    models.BooleanField(
                        default=False,
                        help_text="Designates whether the user can log into this admin site.",
                        verbose_name="staff status",
                    ),
                ),
                (
                    "is_active",
                    models.BooleanField(
                        default=True,
                        help_text="Designates whether this user should be treated as active. Unselect this instead of deleting accounts.",
                        verbose_name="active",
                    ),
                ),
                (
                    "date_joined",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="date joined"
                    ),
                ),
                (
                    "email",
                    models.EmailField(
                        error_messages={"unique": "Un compte existe déjà avec cette adresse."},
                        max_length=254,
                        verbose_name="adresse électronique",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "post",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="correspondents.post",
                        verbose_name="poste",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="CountryEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "iso2",
                    models.CharField(
                        max_length=2, serialize=False, verbose_name="code ISO à deux lettres"
                    ),
                ),
                ("iso3", models.CharField(max_length=3, verbose_name="code ISO à trois lettres")),
                (
                    "iso_numeric",
                    models.CharField(blank=True, max_length=3, verbose_name="code ISO numérique"),
                ),
                ("name", models.CharField(max_length=120, verbose_name="nom")),
                (
                    "name_with_article",
                    models.CharField(
                        help_text="« le Sénégal », « l’Inde », « Cuba »",
                        max_length=140,
                        verbose_name="nom avec article",
                    ),
                ),
                (
                    "locative",
                    models.CharField(
                        help_text="« au Sénégal », « en Inde », « à Cuba »",
                        max_length=140,
                        verbose_name="locatif",
                    ),
                ),
                (
                    "genitive",
                    models.CharField(
                        help_text="« du Sénégal », « d’Inde », « de Cuba »",
                        max_length=140,
                        verbose_name="génitif",
                    ),
                ),
                (
                    "name_en",
                    models.CharField(blank=True, max_length=120, verbose_name="nom anglais"),
                ),
                (
                    "capital",
                    models.CharField(
                        blank=True, max_length=120, verbose_name="capitale ou chef-lieu"
                    ),
                ),
                ("latitude", models.FloatField(blank=True, null=True, verbose_name="latitude")),
                ("longitude", models.FloatField(blank=True, null=True, verbose_name="longitude")),
                (
                    "is_french",
                    models.BooleanField(default=False, verbose_name="territoire français"),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="correspondents.country",
                    ),
                ),
                (
                    "zone",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="correspondents.zone",
                        verbose_name="zone géographique",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="zone",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "correspondents_zoneevent" ("desk", "id", "mailbox", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."desk", NEW."id", NEW."mailbox", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id"); RETURN NULL;',
                    hash="c07fafcb3626200aae0a04081c7a660690dc8309",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_4f576",
                    table="correspondents_zone",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="zone",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "correspondents_zoneevent" ("desk", "id", "mailbox", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."desk", NEW."id", NEW."mailbox", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id"); RETURN NULL;',
                    hash="1dd01b2824494a6798d9e7fad6878d7c6b2b9ef3",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_5da25",
                    table="correspondents_zone",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="zone",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "correspondents_zoneevent" ("desk", "id", "mailbox", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."desk", OLD."id", OLD."mailbox", OLD."name", _pgh_attach_context(), NOW(), \'delete\', OLD."id"); RETURN NULL;',
                    hash="9ee83f3005fa01d7a1accb8396882e01333acd10",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_2aae5",
                    table="correspondents_zone",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddField(
            model_name="zoneevent",
            name="pgh_context",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="pghistory.context",
            ),
        ),
        migrations.AddField(
            model_name="zoneevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="events",
                to="correspondents.zone",
            ),
        ),
        migrations.AddIndex(
            model_name="countryalias",
            index=models.Index(fields=["name_norm"], name="country_alias_norm"),
        ),
        migrations.AddConstraint(
            model_name="countryalias",
            constraint=models.UniqueConstraint(
                fields=("country", "name_norm"),
                name="one_alias_of_a_name_per_country",
                violation_error_message="Ce pays ou territoire porte déjà cet autre nom.",
            ),
        ),
        migrations.AddConstraint(
            model_name="countryalias",
            constraint=models.CheckConstraint(
                condition=models.Q(("name__regex", "^.{3,}$")),
                name="alias_is_longer_than_a_code",
                violation_error_message="Un autre nom compte au moins trois caractères : deux lettres se lisent comme un code ISO.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="countryalias",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "correspondents_countryaliasevent" ("country_id", "id", "kind", "language", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "shown") VALUES (NEW."country_id", NEW."id", NEW."kind", NEW."language", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."shown"); RETURN NULL;',
                    hash="dacaafeed5706bc657ef472005603a81e4bb2609",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_15276",
                    table="correspondents_countryalias",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="countryalias",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."country_id" IS DISTINCT FROM (NEW."country_id") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."language" IS DISTINCT FROM (NEW."language") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."shown" IS DISTINCT FROM (NEW."shown"))',
                    func='INSERT INTO "correspondents_countryaliasevent" ("country_id", "id", "kind", "language", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "shown") VALUES (NEW."country_id", NEW."id", NEW."kind", NEW."language", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."shown"); RETURN NULL;',
                    hash="2e0aed37d4b839962325316b610f220ce016b852",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_68fc3",
                    table="correspondents_countryalias",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="countryalias",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "correspondents_countryaliasevent" ("country_id", "id", "kind", "language", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "shown") VALUES (OLD."country_id", OLD."id", OLD."kind", OLD."language", OLD."name", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."shown"); RETURN NULL;',
                    hash="feb474783f5737e52f8912772672c28ff62226ed",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_427a8",
                    table="correspondents_countryalias",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="placename",
            index=models.Index(fields=["name_norm"], name="place_name_norm"),
        ),
        migrations.AddIndex(
            model_name="placename",
            index=django.contrib.postgres.indexes.GinIndex(
                django.contrib.postgres.indexes.OpClass("name_norm", name="gin_trgm_ops"),
                name="place_name_trigrams",
            ),
        ),
        migrations.AddConstraint(
            model_name="post",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status", "closed"), _negated=True),
                    ("status_since__isnull", False),
                    _connector="OR",
                ),
                name="closed_post_has_a_date",
                violation_error_message="Un poste fermé porte la date de sa fermeture.",
            ),
        ),
        migrations.AddConstraint(
            model_name="post",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("operates_from__isnull", False),
                        ("status", "relocated"),
                        ("operates_from_paris", False),
                    ),
                    models.Q(
                        ("operates_from__isnull", True),
                        ("operates_from_paris", True),
                        ("status", "relocated"),
                    ),
                    models.Q(
                        models.Q(("status", "relocated"), _negated=True),
                        ("operates_from__isnull", True),
                        ("operates_from_paris", False),
                    ),
                    _connector="OR",
                ),
                name="relocated_post_says_from_where",
                violation_error_message="Un poste qui exerce depuis un autre lieu dit lequel : un poste ou Paris, l’un des deux ; les autres postes n’en indiquent aucun.",
            ),
        ),
        migrations.AddConstraint(
            model_name="post",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("operates_from__isnull", True),
                        models.Q(("operates_from", models.F("id")), _negated=True),
                        _connector="OR",
                    ),
                    models.Q(
                        ("parent__isnull", True),
                        models.Q(("parent", models.F("id")), _negated=True),
                        _connector="OR",
                    ),
                ),
                name="post_is_not_its_own_host",
                violation_error_message="Un poste ne peut pas dépendre de lui-même.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="post",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "correspondents_postevent" ("city", "city_en", "country_id", "country_is_shown", "id", "is_discreet", "kind", "latitude", "longitude", "mailbox", "name", "operates_from_id", "operates_from_paris", "parent_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "slug", "status", "status_note", "status_since", "status_source", "timezone", "website") VALUES (NEW."city", NEW."city_en", NEW."country_id", NEW."country_is_shown", NEW."id", NEW."is_discreet", NEW."kind", NEW."latitude", NEW."longitude", NEW."mailbox", NEW."name", NEW."operates_from_id", NEW."operates_from_paris", NEW."parent_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."phone", NEW."slug", NEW."status", NEW."status_note", NEW."status_since", NEW."status_source", NEW."timezone", NEW."website"); RETURN NULL;',
                    hash="cb8c1183a48b961e14c59d6f1ddff5707479628a",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_5df40",
                    table="correspondents_post",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="post",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."city" IS DISTINCT FROM (NEW."city") OR OLD."city_en" IS DISTINCT FROM (NEW."city_en") OR OLD."country_id" IS DISTINCT FROM (NEW."country_id") OR OLD."country_is_shown" IS DISTINCT FROM (NEW."country_is_shown") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_discreet" IS DISTINCT FROM (NEW."is_discreet") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."latitude" IS DISTINCT FROM (NEW."latitude") OR OLD."longitude" IS DISTINCT FROM (NEW."longitude") OR OLD."mailbox" IS DISTINCT FROM (NEW."mailbox") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."operates_from_id" IS DISTINCT FROM (NEW."operates_from_id") OR OLD."operates_from_paris" IS DISTINCT FROM (NEW."operates_from_paris") OR OLD."parent_id" IS DISTINCT FROM (NEW."parent_id") OR OLD."phone" IS DISTINCT FROM (NEW."phone") OR OLD."slug" IS DISTINCT FROM (NEW."slug") OR OLD."status" IS DISTINCT FROM (NEW."status") OR OLD."status_note" IS DISTINCT FROM (NEW."status_note") OR OLD."status_since" IS DISTINCT FROM (NEW."status_since") OR OLD."status_source" IS DISTINCT FROM (NEW."status_source") OR OLD."timezone" IS DISTINCT FROM (NEW."timezone") OR OLD."website" IS DISTINCT FROM (NEW."website"))',
                    func='INSERT INTO "correspondents_postevent" ("city", "city_en", "country_id", "country_is_shown", "id", "is_discreet", "kind", "latitude", "longitude", "mailbox", "name", "operates_from_id", "operates_from_paris", "parent_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "slug", "status", "status_note", "status_since", "status_source", "timezone", "website") VALUES (NEW."city", NEW."city_en", NEW."country_id", NEW."country_is_shown", NEW."id", NEW."is_discreet", NEW."kind", NEW."latitude", NEW."longitude", NEW."mailbox", NEW."name", NEW."operates_from_id", NEW."operates_from_paris", NEW."parent_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."phone", NEW."slug", NEW."status", NEW."status_note", NEW."status_since", NEW."status_source", NEW."timezone", NEW."website"); RETURN NULL;',
                    hash="753719a219ea9d28ddd68ac32f9e0a4ba4f34e57",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_3dea8",
                    table="correspondents_post",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="post",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "correspondents_postevent" ("city", "city_en", "country_id", "country_is_shown", "id", "is_discreet", "kind", "latitude", "longitude", "mailbox", "name", "operates_from_id", "operates_from_paris", "parent_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "slug", "status", "status_note", "status_since", "status_source", "timezone", "website") VALUES (OLD."city", OLD."city_en", OLD."country_id", OLD."country_is_shown", OLD."id", OLD."is_discreet", OLD."kind", OLD."latitude", OLD."longitude", OLD."mailbox", OLD."name", OLD."operates_from_id", OLD."operates_from_paris", OLD."parent_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."phone", OLD."slug", OLD."status", OLD."status_note", OLD."status_since", OLD."status_source", OLD."timezone", OLD."website"); RETURN NULL;',
                    hash="af7eb6877a1370f9e7975f4d7350f52a9878f86c",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_4b9b6",
                    table="correspondents_post",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="coverage",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_from__isnull", True),
                    ("valid_until__isnull", True),
                    ("valid_until__gte", models.F("valid_from")),
                    _connector="OR",
                ),
                name="coverage_ends_after_it_starts",
                violation_error_message="La compétence se termine après avoir commencé.",
            ),
        ),
        migrations.AddConstraint(
            model_name="coverage",
            constraint=models.UniqueConstraint(
                fields=("country", "post", "scope", "valid_from"),
                name="one_coverage_of_a_country_by_a_post",
                nulls_distinct=False,
                violation_error_message="Ce poste a déjà cette compétence pour ce pays.",
            ),
        ),
        migrations.AddConstraint(
            model_name="coverage",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("as_of", ""), ("as_of__regex", "^\\d{4}(-\\d{2}(-\\d{2})?)?$"), _connector="OR"
                ),
                name="coverage_as_of_is_a_partial_date",
                violation_error_message="La date d’état s’écrit 2022, 2022-11 ou 2022-11-30.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="coverage",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "correspondents_coverageevent" ("as_of", "country_id", "id", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "post_id", "rank", "relation", "scope", "valid_from", "valid_until") VALUES (NEW."as_of", NEW."country_id", NEW."id", NEW."note", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."post_id", NEW."rank", NEW."relation", NEW."scope", NEW."valid_from", NEW."valid_until"); RETURN NULL;',
                    hash="18c7bc86ef4f6d0f0fa53c79b4b8d986eebb1fea",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_76149",
                    table="correspondents_coverage",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="coverage",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."as_of" IS DISTINCT FROM (NEW."as_of") OR OLD."country_id" IS DISTINCT FROM (NEW."country_id") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."note" IS DISTINCT FROM (NEW."note") OR OLD."post_id" IS DISTINCT FROM (NEW."post_id") OR OLD."rank" IS DISTINCT FROM (NEW."rank") OR OLD."relation" IS DISTINCT FROM (NEW."relation") OR OLD."scope" IS DISTINCT FROM (NEW."scope") OR OLD."valid_from" IS DISTINCT FROM (NEW."valid_from") OR OLD."valid_until" IS DISTINCT FROM (NEW."valid_until"))',
                    func='INSERT INTO "correspondents_coverageevent" ("as_of", "country_id", "id", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "post_id", "rank", "relation", "scope", "valid_from", "valid_until") VALUES (NEW."as_of", NEW."country_id", NEW."id", NEW."note", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."post_id", NEW."rank", NEW."relation", NEW."scope", NEW."valid_from", NEW."valid_until"); RETURN NULL;',
                    hash="a5a3db0a200a2d13286a9aab46b69053fc319ece",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_ff9d6",
                    table="correspondents_coverage",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="coverage",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "correspondents_coverageevent" ("as_of", "country_id", "id", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "post_id", "rank", "relation", "scope", "valid_from", "valid_until") VALUES (OLD."as_of", OLD."country_id", OLD."id", OLD."note", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."post_id", OLD."rank", OLD."relation", OLD."scope", OLD."valid_from", OLD."valid_until"); RETURN NULL;',
                    hash="4388c67096dcec9bcb4c39d0425bc60afb1c7a51",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_5225a",
                    table="correspondents_coverage",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="correspondent",
            index=models.Index(fields=["post", "role", "rank"], name="correspondent_place"),
        ),
        migrations.AddIndex(
            model_name="correspondent",
            index=django.contrib.postgres.indexes.GinIndex(
                django.contrib.postgres.indexes.OpClass("name_norm", name="gin_trgm_ops"),
                name="correspondent_trigrams",
            ),
        ),
        migrations.AddConstraint(
            model_name="correspondent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("started_on__isnull", True),
                    ("ended_on__isnull", True),
                    ("ended_on__gte", models.F("started_on")),
                    _connector="OR",
                ),
                name="tenure_ends_after_it_starts",
                violation_error_message="Le dernier jour en fonction précède le premier.",
            ),
        ),
        migrations.AddConstraint(
            model_name="correspondent",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                condition=models.Q(("rank", 1), ("role", "correspondent")),
                expressions=[
                    ("post", "="),
                    (
                        correspondents.models.people.DateRange(
                            "started_on", "ended_on", models.Value("[]")
                        ),
                        "&&",
                    ),
                ],
                name="one_first_correspondent_at_a_time",
                violation_error_code="already_in_office",
                violation_error_message="Ce poste a déjà un correspondant de rang 1 à ces dates : terminez sa fonction, ou donnez le rang 2 à la deuxième personne.",
            ),
        ),
        migrations.AddConstraint(
            model_name="correspondent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("is_vacant", False),
                    models.Q(
                        ("civility", ""),
                        ("email", ""),
                        ("first_name", ""),
                        ("last_name", ""),
                        ("phone", ""),
                    ),
                    _connector="OR",
                ),
                name="vacancy_names_nobody",
                violation_error_message="Une vacance ne porte ni nom ni coordonnées.",
            ),
        ),
        migrations.AddConstraint(
            model_name="correspondent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("last_name", ""), _negated=True),
                    ("is_vacant", True),
                    ("role", "service"),
                    _connector="OR",
                ),
                name="only_a_service_has_no_name",
                violation_error_message="Seul un service peut n’avoir pas de nom : indiquez le nom, ou cochez « vacant ».",
            ),
        ),
        migrations.AddConstraint(
            model_name="correspondent",
            constraint=models.CheckConstraint(
                condition=models.Q(("rank__gte", 1)),
                name="rank_starts_at_one",
                violation_error_message="Le rang commence à 1.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="correspondent",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "correspondents_correspondentevent" ("civility", "email", "email_is_public", "ended_on", "first_name", "function", "function_is_public", "id", "is_vacant", "last_name", "name_is_public", "other_data", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "phone_is_public", "post_id", "rank", "role", "scope", "source", "started_on", "verified_by", "verified_on") VALUES (NEW."civility", NEW."email", NEW."email_is_public", NEW."ended_on", NEW."first_name", NEW."function", NEW."function_is_public", NEW."id", NEW."is_vacant", NEW."last_name", NEW."name_is_public", NEW."other_data", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."phone", NEW."phone_is_public", NEW."post_id", NEW."rank", NEW."role", NEW."scope", NEW."source", NEW."started_on", NEW."verified_by", NEW."verified_on"); RETURN NULL;',
                    hash="f8c144a7c9b4cfc3622af85751c85f4ee2136a36",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_a9738",
                    table="correspondents_correspondent",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="correspondent",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."civility" IS DISTINCT FROM (NEW."civility") OR OLD."email" IS DISTINCT FROM (NEW."email") OR OLD."email_is_public" IS DISTINCT FROM (NEW."email_is_public") OR OLD."ended_on" IS DISTINCT FROM (NEW."ended_on") OR OLD."first_name" IS DISTINCT FROM (NEW."first_name") OR OLD."function" IS DISTINCT FROM (NEW."function") OR OLD."function_is_public" IS DISTINCT FROM (NEW."function_is_public") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_vacant" IS DISTINCT FROM (NEW."is_vacant") OR OLD."last_name" IS DISTINCT FROM (NEW."last_name") OR OLD."name_is_public" IS DISTINCT FROM (NEW."name_is_public") OR OLD."other_data" IS DISTINCT FROM (NEW."other_data") OR OLD."phone" IS DISTINCT FROM (NEW."phone") OR OLD."phone_is_public" IS DISTINCT FROM (NEW."phone_is_public") OR OLD."post_id" IS DISTINCT FROM (NEW."post_id") OR OLD."rank" IS DISTINCT FROM (NEW."rank") OR OLD."role" IS DISTINCT FROM (NEW."role") OR OLD."scope" IS DISTINCT FROM (NEW."scope") OR OLD."source" IS DISTINCT FROM (NEW."source") OR OLD."started_on" IS DISTINCT FROM (NEW."started_on") OR OLD."verified_by" IS DISTINCT FROM (NEW."verified_by") OR OLD."verified_on" IS DISTINCT FROM (NEW."verified_on"))',
                    func='INSERT INTO "correspondents_correspondentevent" ("civility", "email", "email_is_public", "ended_on", "first_name", "function", "function_is_public", "id", "is_vacant", "last_name", "name_is_public", "other_data", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "phone_is_public", "post_id", "rank", "role", "scope", "source", "started_on", "verified_by", "verified_on") VALUES (NEW."civility", NEW."email", NEW."email_is_public", NEW."ended_on", NEW."first_name", NEW."function", NEW."function_is_public", NEW."id", NEW."is_vacant", NEW."last_name", NEW."name_is_public", NEW."other_data", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."phone", NEW."phone_is_public", NEW."post_id", NEW."rank", NEW."role", NEW."scope", NEW."source", NEW."started_on", NEW."verified_by", NEW."verified_on"); RETURN NULL;',
                    hash="6cbf06e428640181e3ce973314533d4bb30d8ff9",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_c63d4",
                    table="correspondents_correspondent",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="correspondent",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "correspondents_correspondentevent" ("civility", "email", "email_is_public", "ended_on", "first_name", "function", "function_is_public", "id", "is_vacant", "last_name", "name_is_public", "other_data", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "phone_is_public", "post_id", "rank", "role", "scope", "source", "started_on", "verified_by", "verified_on") VALUES (OLD."civility", OLD."email", OLD."email_is_public", OLD."ended_on", OLD."first_name", OLD."function", OLD."function_is_public", OLD."id", OLD."is_vacant", OLD."last_name", OLD."name_is_public", OLD."other_data", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."phone", OLD."phone_is_public", OLD."post_id", OLD."rank", OLD."role", OLD."scope", OLD."source", OLD."started_on", OLD."verified_by", OLD."verified_on"); RETURN NULL;',
                    hash="e0b0792c89a6668fd016c8e9c35e27d944d7470d",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_4832d",
                    table="correspondents_correspondent",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="user",
            constraint=models.CheckConstraint(
                condition=models.Q(("email", django.db.models.functions.text.Lower("email"))),
                name="user_email_is_lower_case",
                violation_error_message="L’adresse électronique s’écrit en minuscules.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="user",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "correspondents_userevent" ("date_joined", "email", "first_name", "id", "is_active", "is_staff", "is_superuser", "last_name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "post_id") VALUES (NEW."date_joined", NEW."email", NEW."first_name", NEW."id", NEW."is_active", NEW."is_staff", NEW."is_superuser", NEW."last_name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."post_id"); RETURN NULL;',
                    hash="4b37291870c3d4994fbaf5b961a194e404201714",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_8a896",
                    table="correspondents_user",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="user",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."date_joined" IS DISTINCT FROM (NEW."date_joined") OR OLD."email" IS DISTINCT FROM (NEW."email") OR OLD."first_name" IS DISTINCT FROM (NEW."first_name") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_active" IS DISTINCT FROM (NEW."is_active") OR OLD."is_staff" IS DISTINCT FROM (NEW."is_staff") OR OLD."is_superuser" IS DISTINCT FROM (NEW."is_superuser") OR OLD."last_name" IS DISTINCT FROM (NEW."last_name") OR OLD."post_id" IS DISTINCT FROM (NEW."post_id"))',
                    func='INSERT INTO "correspondents_userevent" ("date_joined", "email", "first_name", "id", "is_active", "is_staff", "is_superuser", "last_name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "post_id") VALUES (NEW."date_joined", NEW."email", NEW."first_name", NEW."id", NEW."is_active", NEW."is_staff", NEW."is_superuser", NEW."last_name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."post_id"); RETURN NULL;',
                    hash="033087157fdbfc24538a1e73c311522845a5b55b",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_81d23",
                    table="correspondents_user",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="user",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "correspondents_userevent" ("date_joined", "email", "first_name", "id", "is_active", "is_staff", "is_superuser", "last_name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "post_id") VALUES (OLD."date_joined", OLD."email", OLD."first_name", OLD."id", OLD."is_active", OLD."is_staff", OLD."is_superuser", OLD."last_name", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."post_id"); RETURN NULL;',
                    hash="3a40ac64e232831372ebbb6661939ebf98c44c37",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_f4a43",
                    table="correspondents_user",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="country",
            index=django.contrib.postgres.indexes.GinIndex(
                django.contrib.postgres.indexes.OpClass("name_norm", name="gin_trgm_ops"),
                name="country_name_trigrams",
            ),
        ),
        migrations.AddConstraint(
            model_name="country",
            constraint=models.CheckConstraint(
                condition=models.Q(("iso2__regex", "^[A-Z]{2}$"), ("iso3__regex", "^[A-Z]{3}$")),
                name="country_codes_are_capitals",
                violation_error_message="Les codes ISO s’écrivent en capitales : SN, SEN.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="country",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "correspondents_countryevent" ("capital", "genitive", "is_french", "iso2", "iso3", "iso_numeric", "latitude", "locative", "longitude", "name", "name_en", "name_with_article", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "zone_id") VALUES (NEW."capital", NEW."genitive", NEW."is_french", NEW."iso2", NEW."iso3", NEW."iso_numeric", NEW."latitude", NEW."locative", NEW."longitude", NEW."name", NEW."name_en", NEW."name_with_article", _pgh_attach_context(), NOW(), \'insert\', NEW."iso2", NEW."zone_id"); RETURN NULL;',
                    hash="9d620ee621e8cf3b234cfa20ad57eb66a0291f41",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_83b22",
                    table="correspondents_country",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="country",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."capital" IS DISTINCT FROM (NEW."capital") OR OLD."genitive" IS DISTINCT FROM (NEW."genitive") OR OLD."is_french" IS DISTINCT FROM (NEW."is_french") OR OLD."iso2" IS DISTINCT FROM (NEW."iso2") OR OLD."iso3" IS DISTINCT FROM (NEW."iso3") OR OLD."iso_numeric" IS DISTINCT FROM (NEW."iso_numeric") OR OLD."latitude" IS DISTINCT FROM (NEW."latitude") OR OLD."locative" IS DISTINCT FROM (NEW."locative") OR OLD."longitude" IS DISTINCT FROM (NEW."longitude") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."name_en" IS DISTINCT FROM (NEW."name_en") OR OLD."name_with_article" IS DISTINCT FROM (NEW."name_with_article") OR OLD."zone_id" IS DISTINCT FROM (NEW."zone_id"))',
                    func='INSERT INTO "correspondents_countryevent" ("capital", "genitive", "is_french", "iso2", "iso3", "iso_numeric", "latitude", "locative", "longitude", "name", "name_en", "name_with_article", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "zone_id") VALUES (NEW."capital", NEW."genitive", NEW."is_french", NEW."iso2", NEW."iso3", NEW."iso_numeric", NEW."latitude", NEW."locative", NEW."longitude", NEW."name", NEW."name_en", NEW."name_with_article", _pgh_attach_context(), NOW(), \'update\', NEW."iso2", NEW."zone_id"); RETURN NULL;',
                    hash="9213c47f942dcb571df926b13e6b2d68ae9dcab4",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_3180b",
                    table="correspondents_country",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="country",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "correspondents_countryevent" ("capital", "genitive", "is_french", "iso2", "iso3", "iso_numeric", "latitude", "locative", "longitude", "name", "name_en", "name_with_article", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "zone_id") VALUES (OLD."capital", OLD."genitive", OLD."is_french", OLD."iso2", OLD."iso3", OLD."iso_numeric", OLD."latitude", OLD."locative", OLD."longitude", OLD."name", OLD."name_en", OLD."name_with_article", _pgh_attach_context(), NOW(), \'delete\', OLD."iso2", OLD."zone_id"); RETURN NULL;',
                    hash="813fdb1d030a142cf9ae5dd93d103a5a82883a85",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_d782c",
                    table="correspondents_country",
                    when="AFTER",
                ),
            ),
        ),
    ]
