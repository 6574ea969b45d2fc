using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.RegularExpressions;
using Axle.Schemas.Checking;
using Axle.Schemas.Formats;

namespace Axle.Schemas.Rules;

/// <summary><c>minLength</c> and <c>maxLength</c>, counted in code points.</summary>
internal sealed class LengthRule(string keyword, string path, long limit) : Assertion(keyword, path)
{
    protected override bool Holds(JsonElement instance) =>
        instance.ValueKind != JsonValueKind.String || (Keyword == "minLength" ? Length(instance) >= limit : Length(instance) <= limit);

    protected override string Explain(JsonElement instance) => Keyword == "minLength"
        ? $"must have at least {limit} characters, has {Length(instance)}"
        : $"must have at most {limit} characters, has {Length(instance)}";

    private static int Length(JsonElement text)
    {
        var raw = JsonMarshal.GetRawUtf8Value(text)[1..^1];
        return raw.Contains((byte)'\\') ? text.GetString()!.EnumerateRunes().Count() : CountFirstBytes(raw);
    }

    private static int CountFirstBytes(ReadOnlySpan<byte> utf8)
    {
        var count = 0;
        foreach (var unit in utf8)
        {
            // 10xxxxxx continues the code point of an earlier byte.
            count += (unit & 0xC0) == 0x80 ? 0 : 1;
        }

        return count;
    }
}

/// <summary><c>pattern</c>.</summary>
internal sealed class PatternRule(string path, string source, Regex pattern) : Assertion("pattern", path)
{
    protected override bool Holds(JsonElement instance) =>
        instance.ValueKind != JsonValueKind.String || pattern.IsMatch(instance.GetString()!);

    protected override string Explain(JsonElement instance) => $"must match the pattern {source}";
}

/// <summary><c>format</c>: the caller's own formats always, the common ones where the schema or the options ask for it.</summary>
internal sealed class FormatRule(string path, string format, bool asserts, SchemaOptions options) : Rule("format", path)
{
    private readonly FormatTest? _test = asserts ? CommonFormats.Find(format) : null;

    public override bool Check(JsonElement instance, Evaluation run, Evaluated? seen)
    {
        if (run.Formats?.Invoke(format, instance) is { } problem)
        {
            return run.Fault(this, problem);
        }

        if (_test is null || instance.ValueKind != JsonValueKind.String || _test.Holds(instance.GetString()!, options))
        {
            return true;
        }

        return run.Collecting && run.Fault(this, $"is not a valid {format}; an example is {_test.Example}");
    }
}
