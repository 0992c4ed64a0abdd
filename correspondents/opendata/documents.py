"""The descriptions of an edition for programs: a Data Package and a DCAT-AP catalogue.

Both are made of what the edition keeps, never of the tables of today.
"""

from django.conf import settings

from .licence import ATTRIBUTIONS, LICENCE, publisher

TITLE = "Correspondants et partenariats de la coopération décentralisée"
DESCRIPTION = (
    "Pays et territoires, postes, compétences, adresses fonctionnelles et partenariats des "
    "collectivités françaises à l’étranger. Aucun courriel ni téléphone d’une personne."
)
KEYWORDS = ["coopération décentralisée", "collectivités territoriales", "jumelages", "ambassades"]
# (extension, label, IANA media type, the European Union's name of the format)
FORMATS = [("csv", "CSV", "text/csv", "CSV"), ("json", "JSON", "application/json", "JSON")]
MEDIA_TYPES = "https://www.iana.org/assignments/media-types/"
EUROPE = "http://publications.europa.eu/resource/authority/"
CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "spdx": "http://spdx.org/rdf/terms#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


def datapackage(edition, tables):
    """The Data Package of an edition, whose files are in its own folder."""
    return {
        "profile": "tabular-data-package",
        "name": "cooperation-decentralisee",
        "id": f"{settings.SITE_URL}{edition.get_absolute_url()}",
        "title": TITLE,
        "description": DESCRIPTION,
        "homepage": f"{settings.SITE_URL}/donnees/",
        "version": edition.name,
        "schema_version": edition.schema_version,
        "created": _moment(edition.published_at),
        "generated_at": _moment(edition.published_at),
        "licenses": [LICENCE],
        "sources": ATTRIBUTIONS,
        "contributors": [
            {"title": publisher(), "email": settings.DELEGATION_EMAIL, "role": "publisher"}
        ],
        "keywords": KEYWORDS,
        "resources": [_resource(table) for table in tables],
    }


def _resource(table):
    return {
        "profile": "tabular-data-resource",
        "name": table.name,
        "title": table.title,
        "description": table.schema["description"],
        "path": f"{table.name}.csv",
        "scheme": "file",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"delimiter": ",", "lineTerminator": "\r\n", "doubleQuote": True},
        "bytes": table.csv_size,
        "hash": f"sha256:{table.csv_sha256}",
        "rows": table.rows,
        "generated_at": _moment(table.generated_at),
        "modified_at": _moment(table.modified_at),
        "withdrawn_rows": table.withdrawn,
        "schema": f"{table.name}.schema.json",
    }


def catalogue(edition, tables, *, base, issued):
    """The catalogue as JSON-LD; `base` is the address of the files, `issued` the first edition's
    moment."""
    agent = {"@type": "foaf:Agent", "foaf:name": publisher()}
    rights = {
        "@type": "dct:RightsStatement",
        "rdfs:label": " ; ".join(source["title"] for source in ATTRIBUTIONS),
    }
    shared = {
        "dct:publisher": agent,
        "dct:language": {"@id": f"{EUROPE}language/FRA"},
        "dct:license": {"@id": LICENCE["path"]},
        "dct:rights": rights,
        "dct:issued": _typed(issued),
    }
    return {
        "@context": CONTEXT,
        "@id": f"{base}catalogue.jsonld",
        "@type": "dcat:Catalog",
        "dct:title": _french(TITLE),
        "dct:description": _french(DESCRIPTION),
        "foaf:homepage": {"@id": f"{settings.SITE_URL}/donnees/"},
        "dcat:version": edition.name,
        "dct:modified": _typed(max([edition.published_at, *(t.modified_at for t in tables)])),
        "dcat:dataset": [_dataset(table, base, shared) for table in tables],
        **shared,
    }


def _dataset(table, base, shared):
    return {
        "@id": f"{base}#{table.name}",
        "@type": "dcat:Dataset",
        "dct:identifier": table.name,
        "dct:title": _french(table.title),
        "dct:description": _french(table.schema["description"]),
        "dct:modified": _typed(table.modified_at),
        "dct:accrualPeriodicity": {"@id": f"{EUROPE}frequency/IRREG"},
        "dct:conformsTo": _standard(table, base),
        "dct:source": [{"@id": source["path"]} for source in ATTRIBUTIONS],
        "dcat:theme": [{"@id": f"{EUROPE}data-theme/{code}"} for code in ("INTR", "GOVE")],
        "dcat:keyword": [_french(word) for word in KEYWORDS],
        "dcat:landingPage": {"@id": f"{settings.SITE_URL}/donnees/"},
        "dcat:contactPoint": {
            "@type": "vcard:Organization",
            "vcard:fn": settings.DELEGATION_NAME,
            "vcard:hasEmail": {"@id": f"mailto:{settings.DELEGATION_EMAIL}"},
        },
        "dcat:distribution": [_distribution(table, base, shared, *each) for each in FORMATS],
        **shared,
    }


def _distribution(table, base, shared, extension, label, media_type, format):
    address = f"{base}{table.name}.{extension}"
    return {
        "@id": address,
        "@type": "dcat:Distribution",
        "dct:title": _french(f"{table.title} ({label})"),
        "dct:license": shared["dct:license"],
        "dct:rights": shared["dct:rights"],
        "dct:issued": _typed(table.generated_at),
        "dct:modified": _typed(table.modified_at),
        "dcat:accessURL": {"@id": base},
        "dcat:downloadURL": {"@id": address},
        "dcat:mediaType": {"@id": f"{MEDIA_TYPES}{media_type}"},
        "dct:format": {"@id": f"{EUROPE}file-type/{format}"},
        "dct:conformsTo": _standard(table, base),
        "dcat:byteSize": {
            "@type": "xsd:nonNegativeInteger",
            "@value": str(getattr(table, f"{extension}_size")),
        },
        "spdx:checksum": {
            "@type": "spdx:Checksum",
            "spdx:algorithm": {"@id": "spdx:checksumAlgorithm_sha256"},
            "spdx:checksumValue": {
                "@type": "xsd:hexBinary",
                "@value": getattr(table, f"{extension}_sha256"),
            },
        },
    }


def _standard(table, base):
    return {"@id": f"{base}{table.name}.schema.json", "@type": "dct:Standard"}


def _french(text):
    return {"@language": "fr", "@value": text}


def _moment(moment):
    return moment.isoformat(timespec="seconds")


def _typed(moment):
    return {"@type": "xsd:dateTime", "@value": _moment(moment)}
