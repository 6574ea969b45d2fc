using System.Text;
using System.Text.Json;

namespace Axle.Guardrails.Privacy.Detection.Training;

/// <summary>Reads sets of sentences with labelled personal data: JSON lines with text, template and spans in code points.</summary>
internal static class LabelledSentences
{
    /// <summary>Each fifth of the templates is measured by a model that learnt from the others.</summary>
    public const int Parts = 5;

    private static readonly Dictionary<string, string> Types = new()
    {
        ["STREET_ADDRESS"] = PersonalDataTypes.Address,
        ["ZIP_CODE"] = PersonalDataTypes.Address,
        ["GPE"] = PersonalDataTypes.Location,
        ["PREFIX"] = PersonalDataTypes.Title,
    };

    /// <summary>
    /// All sentences, each with its part, 0 to 4. Sentences of one template are all in one part, whatever its places are called.
    /// </summary>
    public static IEnumerable<(TrainingSentence Sentence, int Part)> Read(string file)
    {
        foreach (var line in File.ReadLines(file))
        {
            using var item = JsonDocument.Parse(line);
            var text = item.RootElement.GetProperty("text").GetString()!;
            var spans = item.RootElement.GetProperty("spans").EnumerateArray().Select(s => Span(text, s)).ToArray();
            var template = item.RootElement.TryGetProperty("template", out var told) ? told.GetString()! : text;
            yield return (new TrainingSentence(text, spans, PersonalDataDetector.ByRules(text, [])), Part(template));
        }
    }

    private static PersonalDataSpan Span(string text, JsonElement span)
    {
        var start = Units(text, span.GetProperty("start").GetInt32());
        var end = Units(text, span.GetProperty("end").GetInt32());
        var type = span.GetProperty("type").GetString()!;
        return new PersonalDataSpan(start, end, Types.GetValueOrDefault(type, type), 1, "label");
    }

    private static int Units(string text, int codePoints)
    {
        var at = 0;
        for (; codePoints > 0 && at < text.Length; codePoints--)
            at += char.IsHighSurrogate(text[at]) && at + 1 < text.Length ? 2 : 1;
        return at;
    }

    // FNV-1a over the letters outside the places.
    private static int Part(string template)
    {
        var bare = new StringBuilder();
        var depth = 0;
        foreach (var c in template)
        {
            depth += c == '{' ? 1 : c == '}' ? -1 : 0;
            if (depth <= 0 && char.IsLetter(c))
                bare.Append(char.ToLowerInvariant(c));
        }

        var hash = 2166136261u;
        foreach (var c in bare.ToString())
            hash = (hash ^ c) * 16777619u;
        return (int)((hash ^ (hash >> 15)) % Parts);
    }
}
