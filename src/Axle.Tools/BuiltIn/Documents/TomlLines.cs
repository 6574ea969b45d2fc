namespace Axle.Tools.BuiltIn.Documents;

/// <summary>
/// Reads the part of TOML that manifests use (tables, arrays of tables, dotted keys, strings, arrays, inline tables) into nodes that know
/// their lines. Tolerant: what it does not understand is left out, nothing throws.
/// </summary>
internal static class TomlLines
{
    private const int MaxDepth = 64;

    public static DataNode Read(string text)
    {
        var root = new DataNode(DataKind.Map, null, null, 1);
        var table = root;
        var cursor = new Cursor(text);
        while (!cursor.AtEnd)
        {
            cursor.SkipBlank();
            if (cursor.AtEnd)
                break;
            var line = cursor.Line;
            if (cursor.Peek == '[')
            {
                var many = cursor.Ahead("[[");
                cursor.Skip(many ? 2 : 1);
                var names = Keys(ref cursor, ']');
                cursor.SkipLine();
                table = Open(root, names, line, many);
                continue;
            }

            var key = Keys(ref cursor, '=');
            if (key.Count == 0 || cursor.AtEnd || cursor.Peek != '=')
            {
                cursor.SkipLine();
                continue;
            }

            cursor.Skip(1);
            var owner = key.Count == 1 ? table : Open(table, key.GetRange(0, key.Count - 1), line, many: false);
            owner.Add(Value(ref cursor, key[^1], line, 0));
            cursor.SkipLine();
        }

        return root;
    }

    private static DataNode Open(DataNode from, List<string> names, int line, bool many)
    {
        var current = from;
        for (var i = 0; i < names.Count; i++)
        {
            var next = many &&
                i == names.Count - 1 ? null : current.Children.LastOrDefault(c => c.Key == names[i] && c.Kind is DataKind.Map);
            if (next is null)
            {
                next = new DataNode(DataKind.Map, names[i], null, line);
                current.Add(next);
            }

            current = next;
        }

        return current;
    }

    private static List<string> Keys(ref Cursor cursor, char end)
    {
        var names = new List<string>();
        while (!cursor.AtEnd && cursor.Peek != end && cursor.Peek != '\n')
        {
            if (cursor.Peek is ' ' or '\t' or '.' or '\r')
                cursor.Skip(1);
            else if (cursor.Peek is '"' or '\'')
                names.Add(cursor.String());
            else
                names.Add(cursor.Bare(" \t.\r\n" + end));
        }

        return names;
    }

    private static DataNode Value(ref Cursor cursor, string? key, int line, int depth)
    {
        cursor.SkipSpace();
        if (cursor.AtEnd || depth > MaxDepth)
            return new DataNode(DataKind.Scalar, key, null, line);
        switch (cursor.Peek)
        {
            case '"' or '\'':
                return new DataNode(DataKind.Scalar, key, cursor.String(), line);
            case '[':
                return Items(ref cursor, new DataNode(DataKind.List, key, null, line), ']', depth);
            case '{':
                return Items(ref cursor, new DataNode(DataKind.Map, key, null, line), '}', depth);
            default:
                return new DataNode(DataKind.Scalar, key, cursor.Bare(",]}#\r\n").Trim(), line);
        }
    }

    private static DataNode Items(ref Cursor cursor, DataNode owner, char end, int depth)
    {
        cursor.Skip(1);
        while (true)
        {
            cursor.SkipBlank();
            if (cursor.AtEnd)
                return owner;
            if (cursor.Peek == end)
            {
                cursor.Skip(1);
                return owner;
            }

            if (cursor.Peek == ',')
            {
                cursor.Skip(1);
                continue;
            }

            var (line, before) = (cursor.Line, cursor.Position);
            if (owner.Kind is DataKind.List)
            {
                owner.Add(Value(ref cursor, null, line, depth + 1));
            }
            else
            {
                var key = Keys(ref cursor, '=');
                cursor.Skip(1);
                owner.Add(Value(ref cursor, string.Join('.', key), line, depth + 1));
            }

            if (cursor.Position == before)
                cursor.Skip(1);
        }
    }

    /// <summary>A place in the text and its line.</summary>
    private ref struct Cursor(string text)
    {
        public int Position { get; private set; }

        public int Line { get; private set; } = 1;

        public readonly bool AtEnd => Position >= text.Length;

        public readonly char Peek => text[Position];

        public readonly bool Ahead(string what) => string.CompareOrdinal(text, Position, what, 0, what.Length) == 0;

        public void Skip(int count)
        {
            for (; count > 0 && !AtEnd; count--)
            {
                if (text[Position++] == '\n')
                    Line++;
            }
        }

        public void SkipLine()
        {
            while (!AtEnd && Peek != '\n')
                Skip(1);
            Skip(1);
        }

        public void SkipSpace()
        {
            while (!AtEnd && Peek is ' ' or '\t')
                Skip(1);
        }

        /// <summary>Skips white space, line ends and comments.</summary>
        public void SkipBlank()
        {
            while (!AtEnd)
            {
                if (Peek == '#')
                    SkipLine();
                else if (char.IsWhiteSpace(Peek))
                    Skip(1);
                else
                    return;
            }
        }

        public string Bare(string stops)
        {
            var start = Position;
            while (!AtEnd && !stops.Contains(Peek))
                Skip(1);
            return text[start..Position];
        }

        public string String()
        {
            var quote = Peek;
            var fence = new string(quote, 3);
            if (Ahead(fence))
                return Until(fence, 3);
            return Until(quote.ToString(), 1);
        }

        private string Until(string close, int length)
        {
            var quote = Peek;
            Skip(length);
            var start = Position;
            while (!AtEnd && !Ahead(close) && (length == 3 || Peek != '\n'))
                Skip(quote == '"' && Peek == '\\' ? 2 : 1);
            var value = text[start..Math.Min(Position, text.Length)];
            Skip(length);
            return value;
        }
    }
}
