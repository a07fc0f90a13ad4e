"""A publication is proposed paragraph by paragraph, seen first, with a ground for what stays inside."""

from huiyin.handling.models import Publication


def test_paragraphs_stay_inside_with_a_ground_and_are_seen_before_they_are_proposed(district, client):
    proposal = district.proposal("replied", publish_wish=True)
    one = Publication.objects.get(parent=proposal.pk, what="proposal")
    where = f"/case/{one.uid}/paragraphs/"
    client.force_login(district.office.person)
    assert "逐段看" in client.get(f"/case/{proposal.uid}/?step=propose&on={one.uid}").content.decode()
    rows = client.get(where).context["rows"]
    kept = [row["n"] for row in rows if "812" not in row["text"]]
    assert 0 < len(kept) < len(rows)
    seen = client.post(where, {"keep": kept, "do": "look"}).context
    assert "（此段不公开）" in seen["preview"]
    assert "812" not in seen["preview"]
    assert client.post(where, {"keep": kept, "do": "propose"}).status_code == 422, "no ground"
    assert client.post(where, {"do": "propose", "reason": "x"}).status_code == 422, "nothing left to publish"
    one.refresh_from_db()
    assert one.state == "undecided"
    done = client.post(where, {"keep": kept, "do": "propose", "reason": "涉及商业秘密", "seen": one.version})
    one.refresh_from_db()
    assert (done.status_code, one.state, one.extent) == (302, "review", "partly")
    assert "812" not in one.text
    assert client.get(where).status_code == 404, "it is with the reviewer now"
