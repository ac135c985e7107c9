# SPDX-License-Identifier: GPL-3.0-or-later
"""The fields of the Icinga Director's forms: one for each variable, in groups, some with a list of choices."""

OWNER = "monitoring-plugins-scep"
DATATYPE = "Icinga\\Module\\Director\\DataType\\DataType"


def datatype(kind, **settings):
    return {"datatype": DATATYPE + kind, "settings": settings}


def text():
    return datatype("String", visibility="visible")


def number():
    return datatype("Number")


def boolean():
    return datatype("Boolean")


def array():
    return datatype("Array")


def host():
    """One of the hosts that the Director knows."""
    return datatype("DirectorObject", icinga_object_type="host", data_type="string")


def choice(name):
    return datatype("Datalist", datalist=name, data_type="string", behavior="strict")


def choices(name):
    """Any of them: an array."""
    return datatype("Datalist", datalist=name, data_type="array", behavior="strict")


def entry(word):
    return {"entry_name": word, "entry_value": word, "format": "string", "allowed_roles": None}


def data_lists(lists):
    """Name of a list -> its words."""
    return {
        name: {"list_name": name, "owner": OWNER, "entries": [entry(word) for word in sorted(words)]}
        for name, words in sorted(lists.items())
    }


class Fields:
    """All fields of a basket; who shows them refers to them by their number in it."""

    def __init__(self):
        self.rows = {}

    def add(self, variable, caption, description, kind, category):
        self.rows[variable] = {
            "varname": variable,
            "caption": caption,
            "description": description,
            "datatype": kind["datatype"],
            "format": None,
            "settings": kind["settings"],
            "category": category,
        }

    def number(self, variable):
        return list(self.rows).index(variable) + 1

    def references(self, variables):
        return [
            {"datafield_id": self.number(variable), "is_required": "n", "var_filter": None} for variable in variables
        ]

    def all(self):
        return {str(number): row for number, row in enumerate(self.rows.values(), 1)}

    def categories(self):
        names = sorted({row["category"] for row in self.rows.values()})
        return {name: {"category_name": name, "description": None} for name in names}
