using System.Text.Json;

namespace Axle.Schemas.Reading;

/// <summary>Which keywords a schema resource knows: its draft, and of that the vocabularies its metaschema names.</summary>
/// <param name="Draft">The draft.</param>
/// <param name="Applies">Whether keywords that apply other schemas count.</param>
/// <param name="Unevaluated">Whether <c>unevaluated…</c> counts.</param>
/// <param name="Validates">Whether plain assertions such as <c>minimum</c> count.</param>
/// <param name="AssertsFormats">Whether <c>format</c> is an assertion whatever the options say.</param>
internal sealed record Dialect(SchemaDraft Draft, bool Applies, bool Unevaluated, bool Validates, bool AssertsFormats)
{
    private const string Draft7Uri = "http://json-schema.org/draft-07/schema";
    private const string Draft201909Uri = "https://json-schema.org/draft/2019-09/schema";
    private const string Draft202012Uri = "https://json-schema.org/draft/2020-12/schema";

    private static readonly string[] KnownVocabularies =
        ["core", "applicator", "unevaluated", "validation", "meta-data", "format", "format-annotation", "format-assertion", "content"];

    /// <summary>A draft with everything its own metaschema names.</summary>
    public static Dialect Whole(SchemaDraft draft) => new(draft, true, true, true, false);

    /// <summary>The draft whose metaschema has this URI (without fragment); null when it is a custom metaschema.</summary>
    public static SchemaDraft? DraftOf(string uri) => uri switch
    {
        Draft7Uri => SchemaDraft.Draft7,
        Draft201909Uri => SchemaDraft.Draft201909,
        Draft202012Uri => SchemaDraft.Draft202012,
        _ => null,
    };

    /// <summary>The dialect that a custom metaschema describes by <c>$vocabulary</c>.</summary>
    /// <exception cref="SchemaException">It asks for a vocabulary that is not known here.</exception>
    public static Dialect Of(SchemaDraft draft, JsonElement metaschema, string where)
    {
        if (draft == SchemaDraft.Draft7 || !metaschema.TryGetProperty("$vocabulary", out var vocabularies)
            || vocabularies.ValueKind != JsonValueKind.Object)
        {
            return Whole(draft);
        }

        var known = new HashSet<string>(StringComparer.Ordinal);
        foreach (var vocabulary in vocabularies.EnumerateObject())
        {
            var name = vocabulary.Name.StartsWith("https://json-schema.org/draft/", StringComparison.Ordinal)
                ? vocabulary.Name[(vocabulary.Name.LastIndexOf('/') + 1)..]
                : "";
            if (KnownVocabularies.Contains(name))
            {
                known.Add(name);
            }
            else if (vocabulary.Value.ValueKind == JsonValueKind.True)
            {
                throw new SchemaException(where, $"the metaschema asks for the vocabulary '{vocabulary.Name}', which is not known here");
            }
        }

        var asserts = known.Contains("format-assertion") || (vocabularies.TryGetProperty(
            "https://json-schema.org/draft/2019-09/vocab/format", out var format) && format.ValueKind == JsonValueKind.True);
        var applies = known.Contains("applicator");
        var unevaluated = known.Contains("unevaluated") || (draft == SchemaDraft.Draft201909 && applies);
        return new Dialect(draft, applies, unevaluated, known.Contains("validation"), asserts);
    }
}
