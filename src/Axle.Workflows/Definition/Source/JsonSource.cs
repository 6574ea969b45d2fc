using Axle.Workflows.Definition.Faults;

namespace Axle.Workflows.Definition.Source;

/// <summary>Builds the tree of a JSON file (RFC 8259), with the place of every value: no comments, no trailing commas, no words but three.</summary>
internal sealed class JsonSource
{
    private const int SmallMapping = 12;

    private readonly NodeBuilding _building;
    private readonly string _text;
    private int _at;

    private JsonSource(FaultList faults)
    {
        _building = new NodeBuilding(faults);
        _text = faults.Source.Text;
    }

    /// <summary>Reads the one value of the file.</summary>
    /// <exception cref="UnreadableException">The text is not JSON, is empty or exceeds a limit.</exception>
    public static Node Read(FaultList faults)
    {
        var source = new JsonSource(faults);
        if (source.Peek() == '\0')
            throw new UnreadableException(FaultCode.Empty, 0, "the file is empty.", "Write at least {\"name\": …, \"steps\": […]}.");
        var root = source.Value(0);
        if (source.Peek() != '\0')
            throw source.Unexpected("the end of the file");
        return root;
    }

    /// <summary>The next character that is not white space, or NUL at the end.</summary>
    private char Peek()
    {
        while (_at < _text.Length && _text[_at] is ' ' or '\t' or '\r' or '\n')
            _at++;
        return _at < _text.Length ? _text[_at] : '\0';
    }

    private Node Value(int depth)
    {
        var next = Peek();
        var offset = _at;
        switch (next)
        {
            case '{':
                return Mapping(offset, depth + 1);
            case '[':
                return List(offset, depth + 1);
            case '"':
                return Text(depth);
            case '-' or (>= '0' and <= '9'):
                return Number(offset, depth);
            default:
                _building.Count(offset, depth);
                return Word("true", NodeKind.Boolean) ?? Word("false", NodeKind.Boolean) ?? Word("null", NodeKind.Null) ?? throw Unexpected("a value");
        }
    }

    private Node Mapping(int offset, int depth)
    {
        _building.Count(offset, depth);
        var mapping = new Node(NodeKind.Mapping, offset);
        HashSet<string>? seen = null;
        _at++;
        for (var first = true; Peek() != '}'; first = false)
        {
            if (!first)
                Expect(',', "',' or '}'");
            if (Peek() != '"')
                throw Unexpected("a key in double quotes");
            var key = Text(depth);
            Expect(':', "':'");
            _building.Add(mapping, seen, key, Value(depth));
            if (seen is null && mapping.Entries.Count > SmallMapping)
                seen = [.. mapping.Entries.Select(static e => e.Key.Text)];
        }

        _at++;
        return mapping;
    }

    private Node List(int offset, int depth)
    {
        _building.Count(offset, depth);
        var list = new Node(NodeKind.List, offset);
        _at++;
        for (var first = true; Peek() != ']'; first = false)
        {
            if (!first)
                Expect(',', "',' or ']'");
            list.Add(Value(depth));
        }

        _at++;
        return list;
    }

    private Node Text(int depth)
    {
        var offset = _at;
        var text = JsonTexts.Read(_text, ref _at);
        _building.Count(offset, depth, text.Length);
        return Node.Scalar(NodeKind.Text, offset, text, TextStyle.DoubleQuoted);
    }

    private Node Number(int offset, int depth)
    {
        _building.Count(offset, depth);
        if (_text[_at] == '-')
            _at++;
        var leadingZero = _at < _text.Length && _text[_at] == '0';
        var whole = Digits();
        var isWhole = true;
        var isGood = whole > 0 && !(leadingZero && whole > 1);
        if (_at < _text.Length && _text[_at] == '.')
        {
            _at++;
            isWhole = false;
            isGood &= Digits() > 0;
        }

        if (_at < _text.Length && _text[_at] is 'e' or 'E')
        {
            _at++;
            isWhole = false;
            if (_at < _text.Length && _text[_at] is '+' or '-')
                _at++;
            isGood &= Digits() > 0;
        }

        if (!isGood)
            throw new UnreadableException(FaultCode.Syntax, offset, $"'{Shown.Text(_text[offset.._at])}' is not a JSON number.", "Write it like 12 or -0.5.");
        return Node.Scalar(isWhole ? NodeKind.Integer : NodeKind.Float, offset, _text[offset.._at], TextStyle.Plain);
    }

    private int Digits()
    {
        var start = _at;
        while (_at < _text.Length && char.IsAsciiDigit(_text[_at]))
            _at++;
        return _at - start;
    }

    private Node? Word(string word, NodeKind kind)
    {
        if (string.CompareOrdinal(_text, _at, word, 0, word.Length) != 0
            || (_at + word.Length < _text.Length && char.IsLetterOrDigit(_text[_at + word.Length])))
            return null;
        var node = Node.Scalar(kind, _at, word, TextStyle.Plain);
        _at += word.Length;
        return node;
    }

    private void Expect(char character, string wanted)
    {
        if (Peek() != character)
            throw Unexpected(wanted);
        _at++;
    }

    private UnreadableException Unexpected(string wanted) => new(
        FaultCode.Syntax, _at, _at < _text.Length ? $"the file is not JSON: {wanted} should be here, not '{_text[_at]}'." : $"the file is not JSON: it ends where {wanted} should be.",
        "Check commas, quotes and brackets here and in the line before.");
}
