"""The catalogue of open data, read by a program that is not ours as a graph of DCAT-AP."""

import socket

import pytest
from rdflib import Graph
from rdflib.namespace import DCAT, DCTERMS, FOAF, RDF

from config.pages.data import TABLES

from ..factories import PartnershipFactory
from ..opendata import body, publish_all

# The reader of JSON-LD calls what its own library calls old.
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph:DeprecationWarning")

# What DCAT-AP 3 makes mandatory, and what the portals of the State ask for besides.
ASKED = {
    DCAT.Catalog: [
        *(DCTERMS.title, DCTERMS.description, DCTERMS.publisher, DCAT.dataset),
        *(DCTERMS.license, DCTERMS.language, DCTERMS.issued, DCTERMS.modified, FOAF.homepage),
    ],
    DCAT.Dataset: [
        *(DCTERMS.title, DCTERMS.description, DCAT.distribution, DCTERMS.license),
        *(DCTERMS.publisher, DCTERMS.identifier, DCTERMS.modified, DCTERMS.accrualPeriodicity),
        *(DCAT.theme, DCAT.keyword, DCAT.contactPoint, DCAT.landingPage),
    ],
    DCAT.Distribution: [
        *(DCAT.accessURL, DCAT.downloadURL, DCTERMS.format, DCTERMS.license),
        *(DCAT.mediaType, DCAT.byteSize, DCTERMS.modified),
    ],
}
# A resource is an address, a text has a language, a moment and a size have a type that they fit.
SHAPES = """
    SELECT ?node ?property ?value WHERE {
        VALUES (?property ?wanted) {
            (dct:title "text") (dct:description "text") (dcat:keyword "text")
            (dct:license "address") (dct:format "address") (dcat:mediaType "address")
            (dcat:accessURL "address") (dcat:downloadURL "address") (dcat:theme "address")
            (dct:issued xsd:dateTime) (dct:modified xsd:dateTime)
            (dcat:byteSize xsd:nonNegativeInteger)
        }
        ?node ?property ?value .
        BIND (IF(?wanted = "address", isIRI(?value), IF(?wanted = "text",
            isLiteral(?value) && lang(?value) = "fr" && strlen(?value) > 0,
            isLiteral(?value) && datatype(?value) = ?wanted)) AS ?fits)
        FILTER (!?fits)
    }"""
UNNAMED = """
    SELECT ?node WHERE {
        ?node dct:publisher ?publisher
        FILTER NOT EXISTS { ?publisher a foaf:Agent ; foaf:name ?name }
    }"""


@pytest.fixture(params=["/donnees/", "dated"])
def graph(request, client, dakar, monkeypatch):
    """The catalogue as published, of the latest edition and of a dated one, read offline."""
    PartnershipFactory()
    edition = publish_all()
    base = edition.get_absolute_url() if request.param == "dated" else request.param
    text = body(client, "catalogue.jsonld", base).decode()

    def offline(*args, **options):
        raise OSError("Le catalogue se lit sans rien demander au réseau.")

    monkeypatch.setattr(socket.socket, "connect", offline)
    return Graph().parse(data=text, format="json-ld")


@pytest.mark.slow
@pytest.mark.parametrize("kind", ASKED, ids=lambda kind: kind.fragment)
def test_nothing_that_a_harvester_asks_for_is_missing(graph, kind):
    nodes = set(graph.subjects(RDF.type, kind))
    missing = [
        (node, asked) for node in nodes for asked in ASKED[kind] if not graph.value(node, asked)
    ]

    assert nodes
    assert missing == []


@pytest.mark.slow
def test_every_value_is_of_the_kind_that_its_property_takes(graph):
    assert list(graph.query(SHAPES)) == []


@pytest.mark.slow
def test_every_publisher_is_an_agent_that_has_a_name(graph):
    assert list(graph.query(UNNAMED)) == []


@pytest.mark.slow
def test_the_catalogue_holds_each_table_and_each_table_its_two_files(graph):
    (catalogue,) = graph.subjects(RDF.type, DCAT.Catalog)
    datasets = set(graph.objects(catalogue, DCAT.dataset))

    assert datasets == set(graph.subjects(RDF.type, DCAT.Dataset))
    assert {str(graph.value(one, DCTERMS.identifier)) for one in datasets} == {
        table.name for table in TABLES
    }
    for dataset in datasets:
        files = set(graph.objects(dataset, DCAT.distribution))
        formats = {str(graph.value(file, DCTERMS.format)).rpartition("/")[2] for file in files}
        assert formats == {"CSV", "JSON"}
        assert all((file, RDF.type, DCAT.Distribution) in graph for file in files)


@pytest.mark.slow
def test_the_judge_sees_what_is_wrong(graph):
    file = next(graph.subjects(RDF.type, DCAT.Distribution))
    graph.set((file, DCTERMS.license, next(graph.objects(None, DCTERMS.title))))

    assert [row.node for row in graph.query(SHAPES)] == [file]
