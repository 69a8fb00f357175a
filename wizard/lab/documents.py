"""Documents of a cluster itself: written one by one, and deleted with their index."""

from wizard.lab.asked import Asked, Reply
from wizard.lab.errors import illegal, refused


def put(asked: Asked) -> Reply:
    """`PUT /INDEX/_doc/ID`."""
    index, id = asked.parts
    if not isinstance(asked.body, dict):
        raise illegal("request body is required")
    cluster = asked.cluster
    documents = cluster.indices.get(index, {})
    created = id not in documents
    cluster.indices = {**cluster.indices, index: {**documents, id: asked.body}}
    return 201 if created else 200, {
        "_index": index,
        "_id": id,
        "_version": 1 if created else 2,
        "result": "created" if created else "updated",
        "_shards": {"total": 2, "successful": 1, "failed": 0},
        "_seq_no": len(documents),
        "_primary_term": 1,
    }


def delete_indices(asked: Asked) -> Reply:
    """`DELETE /INDEX,INDEX`."""
    names, cluster = asked.parts[0].split(","), asked.cluster
    for name in names:
        if name not in cluster.indices:
            whose = {"resource.type": "index_or_alias", "resource.id": name, "index_uuid": "_na_", "index": name}
            raise refused(404, "index_not_found_exception", f"no such index [{name}]", **whose)
    cluster.indices = {name: documents for name, documents in cluster.indices.items() if name not in names}
    return 200, {"acknowledged": True}
