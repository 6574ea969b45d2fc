using System.Globalization;
using System.Text.Json;
using Axle.Workflows.Expressions.Values;

namespace Axle.Workflows.Expressions.Templates;

/// <summary>Reads a template and collects every fault on the way.</summary>
internal sealed class TemplateReader
{
    private const int MaxExpressions = 10_000;
    private readonly List<TemplatePart> _parts = new(1);
    private List<TemplateFault>? _faults;

    public IReadOnlyList<TemplateFault> Faults => _faults ?? [];

    public IReadOnlyList<TemplatePart> Parts => _parts;

    public TemplateNode Read(JsonElement json)
    {
        try
        {
            return Read(json, "", 0);
        }
        catch (ExpressionException exception)
        {
            // A limit was passed or a text is not Unicode: there is no use in reading on.
            (_faults ??= []).Add(new TemplateFault("", 0, exception.Fault));
            return new LiteralTemplate(json);
        }
    }

    private TemplateNode Read(JsonElement json, string pointer, int depth)
    {
        JsonText.CheckDepth(depth);
        var before = _parts.Count;
        TemplateNode node = json.ValueKind switch
        {
            JsonValueKind.String => ReadText(json, pointer),
            JsonValueKind.Array => ReadArray(json, pointer, depth),
            JsonValueKind.Object => ReadObject(json, pointer, depth),
            _ => new LiteralTemplate(json),
        };
        return _parts.Count == before ? new LiteralTemplate(json) : node;
    }

    private ArrayTemplate ReadArray(JsonElement json, string pointer, int depth)
    {
        var items = new List<TemplateNode>(json.GetArrayLength());
        foreach (var item in json.EnumerateArray())
        {
            items.Add(Read(item, string.Create(CultureInfo.InvariantCulture, $"{pointer}/{items.Count}"), depth + 1));
        }

        return new ArrayTemplate(items);
    }

    private ObjectTemplate ReadObject(JsonElement json, string pointer, int depth)
    {
        var members = new List<(string Key, TemplateNode Value)>(json.GetPropertyCount());
        foreach (var member in json.EnumerateObject())
        {
            var name = JsonText.ReadName(member);
            var path = $"{pointer}/{name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}";
            if (TemplateText.IndexOfOpening(name) is var open and >= 0)
            {
                Refuse(path, open, new ExpressionFault(ExpressionFaultKind.Parsing, "A key cannot hold an expression.", 0));
            }

            members.Add((name, Read(member.Value, path, depth + 1)));
        }

        return new ObjectTemplate(members);
    }

    private TemplateNode ReadText(JsonElement json, string pointer)
    {
        var text = JsonText.Read(json);
        if (TemplateText.IndexOfOpening(text) < 0)
        {
            return new LiteralTemplate(json);
        }

        var pieces = new List<(string? Text, Expression? Expression)>(1);
        var index = 0;
        while (TemplateText.IndexOfOpening(text, index) is var open and >= 0)
        {
            var start = open + TemplateText.Opening.Length;
            var close = TemplateText.FindClosing(text, open);
            if (close < 0)
            {
                Refuse(pointer, open, new ExpressionFault(ExpressionFaultKind.Parsing, $"The expression is not closed: {Excerpt(text, open)}", 0, "End it with '}}'."));
                break;
            }

            if (open > index)
            {
                pieces.Add((text[index..open], null));
            }

            pieces.Add((null, ReadExpression(text[start..close], pointer, start)));
            index = close + TemplateText.Closing.Length;
        }

        if (index < text.Length)
        {
            pieces.Add((text[index..], null));
        }

        return pieces is [(null, { } whole)] ? new WholeTemplate(whole) : new TextTemplate(pieces);
    }

    private Expression? ReadExpression(string text, string pointer, int offset)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            Refuse(pointer, offset, new ExpressionFault(ExpressionFaultKind.Parsing, "The expression is empty.", 0));
            return null;
        }

        if (!Expression.TryParse(text, out var expression, out var fault))
        {
            Refuse(pointer, offset + Math.Max(0, fault.Position), fault);
            return null;
        }

        if (_parts.Count >= MaxExpressions)
        {
            throw new ExpressionException(ExpressionFaultKind.Parsing, $"The value holds more than {MaxExpressions} expressions.", 0);
        }

        _parts.Add(new TemplatePart(pointer, offset, expression));
        return expression;
    }

    private void Refuse(string pointer, int offset, ExpressionFault fault) =>
        (_faults ??= []).Add(new TemplateFault(pointer, offset, fault));

    private static string Excerpt(string text, int start) => text.Length - start > 80 ? string.Concat(text.AsSpan(start, 80), "…") : text[start..];
}
