"""Runs main.py (Python) or main.sql (SQL) in the box. Values come from inputs.json, the result goes to result.json."""
import csv, glob, json, os, sqlite3, sys

BOX = "/box"


def as_json(value):
    if hasattr(value, "to_dict"):
        return value.to_dict("records") if type(value).__name__ == "DataFrame" else value.to_dict()
    if hasattr(value, "tolist"):
        return value.tolist()
    if isinstance(value, (set, frozenset, tuple)):
        return list(value)
    return str(value)


def give(value):
    sys.stdout.flush()
    with open(BOX + "/.axle/result.json", "w") as file:
        json.dump(value, file, default=as_json, allow_nan=False)


def run_python(inputs):
    path = BOX + "/main.py"
    with open(path) as file:
        source = file.read()
    names = {"__name__": "__main__", "__file__": path, "inputs": inputs}
    exec(compile(source, "main.py", "exec"), names)
    if "output" in names:
        give(names["output"])


def quoted(name):
    return '"' + name.replace('"', '""') + '"'


def number(text):
    for kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            pass
    return None if text == "" else text


def add_table(database, name, columns, rows):
    database.execute(f"create table {quoted(name)} ({', '.join(quoted(c) for c in columns)})")
    marks = ", ".join("?" for _ in columns)
    database.executemany(f"insert into {quoted(name)} values ({marks})", rows)


def cell(value):
    return json.dumps(value) if isinstance(value, (dict, list)) else value


def run_sql(inputs):
    database = sqlite3.connect(":memory:")
    for name, value in inputs.items():
        if isinstance(value, list) and value and all(isinstance(row, dict) for row in value):
            columns = list(dict.fromkeys(key for row in value for key in row))
            add_table(database, name, columns, ([cell(row.get(c)) for c in columns] for row in value))
    for path in sorted(glob.glob(BOX + "/in/**/*.csv", recursive=True)):
        with open(path, newline="", encoding="utf-8-sig") as file:
            rows = csv.reader(file)
            columns = next(rows, [])
            if columns:
                name = os.path.splitext(os.path.basename(path))[0]
                width = len(columns)
                add_table(database, name, columns, ([number(v) for v in (row + [""] * width)[:width]] for row in rows))
    values = {name: cell(value) for name, value in inputs.items()}
    with open(BOX + "/main.sql") as file:
        source = file.read()
    result = None
    for statement in statements(source):
        cursor = database.execute(statement, values)
        if cursor.description:
            columns = [d[0] for d in cursor.description]
            result = [dict(zip(columns, row)) for row in cursor]
    give(result)


def statements(source):
    begin = 0
    for end, sign in enumerate(source):
        if sign == ";" and sqlite3.complete_statement(source[begin:end + 1]):
            yield source[begin:end + 1]
            begin = end + 1
    if source[begin:].strip():
        yield source[begin:]


def main():
    with open(BOX + "/inputs.json") as file:
        inputs = json.load(file)
    run_sql(inputs) if sys.argv[1] == "sql" else run_python(inputs)


main()
