using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Axle.Workflows.Expressions.Values;

namespace Axle.Workflows.Expressions;

/// <summary>
/// A value in an expression: a cheap wrapper over JSON or over something computed. Immutable. The default value is null.
/// Objects and arrays made from JSON read the document when asked, so it must stay undisposed as long as the value is used.
/// </summary>
public readonly struct ExpressionValue
{
    // A string, an IExpressionArray or an IExpressionObject; for a number the JSON text where a double would lose digits.
    private readonly object? _reference;
    private readonly double _number;

    private ExpressionValue(ExpressionKind kind, object? reference, double number)
    {
        Kind = kind;
        _reference = reference;
        _number = number;
    }

    /// <summary>Nothing.</summary>
    public static ExpressionValue Null => default;

    /// <summary>The empty text.</summary>
    public static ExpressionValue EmptyText { get; } = Of("");

    /// <summary>The value's kind.</summary>
    public ExpressionKind Kind { get; }

    /// <summary>False for null, false, 0, NaN and the empty text; true for all else.</summary>
    public bool IsTruthy => Kind switch
    {
        ExpressionKind.Null => false,
        ExpressionKind.Boolean => _number != 0,
        ExpressionKind.Number => _number != 0 && !double.IsNaN(_number),
        ExpressionKind.String => ((string)_reference!).Length > 0,
        _ => true,
    };

    /// <summary>Whether the value is neither array nor object.</summary>
    public bool IsPrimitive => Kind < ExpressionKind.Array;

    internal double RawNumber => _number;

    internal string RawText => (string)_reference!;

    internal string? ExactNumberText => Kind == ExpressionKind.Number ? (string?)_reference : null;

    internal IExpressionArray RawArray => (IExpressionArray)_reference!;

    internal IExpressionObject RawObject => (IExpressionObject)_reference!;

    internal object? Reference => _reference;

    /// <summary>Bytes of the JSON that this list or object is read from; null for what was computed, and for all that is neither.</summary>
    internal int? JsonLength => _reference switch
    {
        JsonArray list => list.Length,
        JsonObject members => members.Length,
        _ => null,
    };

    /// <summary>A boolean.</summary>
    public static ExpressionValue Of(bool value) => new(ExpressionKind.Boolean, null, value ? 1 : 0);

    /// <summary>A number.</summary>
    public static ExpressionValue Of(double value) => new(ExpressionKind.Number, null, value);

    /// <summary>A text; null gives <see cref="Null"/>.</summary>
    public static ExpressionValue Of(string? value) => value is null ? default : new(ExpressionKind.String, value, 0);

    /// <summary>An object.</summary>
    public static ExpressionValue Of(IExpressionObject value) => new(ExpressionKind.Object, value, 0);

    /// <summary>A list.</summary>
    public static ExpressionValue Of(IExpressionArray value) => new(ExpressionKind.Array, value, 0);

    /// <summary>A list of ready values.</summary>
    public static ExpressionValue Of(IReadOnlyList<ExpressionValue> items) => Of(new ListArray(items));

    /// <summary>An object of ready values; of keys that differ only in letter case the last wins.</summary>
    public static ExpressionValue Of(IEnumerable<KeyValuePair<string, ExpressionValue>> members) => Of(new KeyedObject(members));

    /// <summary>Wraps JSON; an undefined element gives <see cref="Null"/>.</summary>
    /// <exception cref="ExpressionException">A text in it is not well-formed Unicode.</exception>
    public static ExpressionValue FromJson(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.True => Of(true),
        JsonValueKind.False => Of(false),
        JsonValueKind.Number => FromJsonNumber(json),
        JsonValueKind.String => Of(JsonText.Read(json)),
        JsonValueKind.Array => Of(new JsonArray(json)),
        JsonValueKind.Object => Of((IExpressionObject)new JsonObject(json)),
        _ => default,
    };

    /// <summary>The value as a number: null is 0, booleans are 0 and 1, text is read as a number, all else is NaN.</summary>
    public double ToNumber() => Kind switch
    {
        ExpressionKind.Null => 0,
        ExpressionKind.Boolean or ExpressionKind.Number => _number,
        ExpressionKind.String => NumberText.Parse((string)_reference!),
        _ => double.NaN,
    };

    /// <summary>The value as text: null is empty, an array is <c>Array</c>, an object is <c>Object</c>.</summary>
    public string ToText() => Kind switch
    {
        ExpressionKind.Null => "",
        ExpressionKind.Boolean => _number != 0 ? "true" : "false",
        ExpressionKind.Number => NumberText.Format(_number),
        ExpressionKind.String => (string)_reference!,
        ExpressionKind.Array => nameof(ExpressionKind.Array),
        _ => nameof(ExpressionKind.Object),
    };

    /// <summary>The list that this value is.</summary>
    public bool TryGetArray([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out IExpressionArray? array)
    {
        array = Kind == ExpressionKind.Array ? RawArray : null;
        return array is not null;
    }

    /// <summary>The object that this value is.</summary>
    public bool TryGetObject([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out IExpressionObject? value)
    {
        value = Kind == ExpressionKind.Object ? RawObject : null;
        return value is not null;
    }

    /// <summary>Writes the value as JSON; numbers that are not finite become null, as JSON has no word for them.</summary>
    /// <exception cref="ExpressionException">The value is nested deeper than 128 levels.</exception>
    public void WriteTo(Utf8JsonWriter writer) => JsonText.Write(writer, this);

    /// <summary>The value as JSON that owns its memory.</summary>
    /// <exception cref="ExpressionException">The value is nested deeper than 128 levels.</exception>
    public JsonElement ToJson()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            WriteTo(writer);
        }

        return JsonText.ParseWritten(buffer.WrittenMemory);
    }

    /// <summary>The text of the value, for debuggers and messages.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Kind}: {ToText()}");

    private static ExpressionValue FromJsonNumber(JsonElement json)
    {
        var number = json.GetDouble();
        // Integers beyond 2^53 lose digits as doubles; their text is kept so that identifiers pass through unharmed.
        var exact = Math.Abs(number) >= NumberText.LargestExactInteger ? json.GetRawText() : null;
        return new ExpressionValue(ExpressionKind.Number, exact, number == 0 ? 0 : number);
    }
}
