using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Axle.Workflows.Definition.Source;

namespace Axle.Workflows.Definition.Building;

/// <summary>Writes a draft as JSON and notes which line of C# made which part, so that faults can name it.</summary>
internal sealed class DraftText
{
    private static readonly JsonSerializerOptions AsItIs = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly StringBuilder _text = new();
    private readonly List<CodePlace> _places = [];

    /// <summary>The text of a whole workflow.</summary>
    public static SourceText Of(Draft workflow)
    {
        var text = new DraftText();
        text.Write(workflow);
        return new SourceText(text._places[0].File, text._text.ToString(), text._places);
    }

    private void Write(object? value)
    {
        switch (value)
        {
            case Draft draft:
                Object(draft);
                break;
            case List<object?> list:
                List(list);
                break;
            case JsonNode node:
                _text.Append(node.ToJsonString(AsItIs));
                break;
            case TimeSpan time:
                Write(DurationText.Write(time));
                break;
            case ErrorKind kind:
                Write(kind.ToName());
                break;
            case Enum choice:
                Write(JsonNamingPolicy.CamelCase.ConvertName(choice.ToString()));
                break;
            case string text:
                Write(JsonValue.Create(text));
                break;
            case bool yes:
                _text.Append(yes ? "true" : "false");
                break;
            case IFormattable number:
                _text.Append(number.ToString(null, CultureInfo.InvariantCulture));
                break;
            default:
                _text.Append("null");
                break;
        }
    }

    private void Object(Draft draft)
    {
        var outer = _places.Count - 1;
        if (draft.File is not null)
            _places.Add(new CodePlace(_text.Length, draft.File, draft.Line));
        var before = '{';
        foreach (var (key, value) in draft.Entries)
        {
            _text.Append(before);
            Write(key);
            _text.Append(':');
            Write(value);
            before = ',';
        }

        _text.Append(before == '{' ? "{}" : "}");
        if (draft.File is not null && outer >= 0)
            _places.Add(_places[outer] with { Offset = _text.Length });
    }

    private void List(List<object?> items)
    {
        _text.Append('[');
        for (var i = 0; i < items.Count; i++)
        {
            if (i > 0)
                _text.Append(',');
            Write(items[i]);
        }

        _text.Append(']');
    }
}
