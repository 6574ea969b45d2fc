using System.Text.Json;
using Axle.Schemas.Numbers;
using Axle.Schemas.Rules;

namespace Axle.Schemas.Reading;

/// <summary>Reads the keywords of the validation vocabulary: those that look at the value alone.</summary>
internal static class AssertionKeywords
{
    private static readonly string[] Bounds = ["minimum", "exclusiveMinimum", "maximum", "exclusiveMaximum"];
    private static readonly string[] Lengths = ["minLength", "maxLength"];
    private static readonly string[] Counts = ["minItems", "maxItems", "minProperties", "maxProperties"];

    public static IEnumerable<Rule> Read(KeywordReader reader) =>
        [.. ValueRules(reader), .. NumberRules(reader), .. TextRules(reader), .. ContainerRules(reader)];

    private static IEnumerable<Rule> ValueRules(KeywordReader reader)
    {
        if (reader.TryGet("type", out _))
        {
            yield return new TypeRule(reader.PathOf("type"), reader.Types());
        }

        if (reader.TryGet("const", out var only))
        {
            yield return new AllowedValuesRule("const", reader.PathOf("const"), [only]);
        }

        if (reader.TryGet("enum", out var allowed))
        {
            yield return allowed.ValueKind == JsonValueKind.Array
                ? new AllowedValuesRule("enum", reader.PathOf("enum"), allowed.EnumerateArray().ToList())
                : throw reader.Wrong("enum", "must be a list of values");
        }
    }

    private static IEnumerable<Rule> NumberRules(KeywordReader reader)
    {
        foreach (var keyword in Bounds)
        {
            if (reader.Number(keyword) is { } bound)
            {
                yield return new BoundRule(keyword, reader.PathOf(keyword), bound);
            }
        }

        if (reader.Number("multipleOf") is { } step)
        {
            yield return ExactNumber.Read(step).Sign > 0
                ? new MultipleRule(reader.PathOf("multipleOf"), step)
                : throw reader.Wrong("multipleOf", "must be greater than 0");
        }
    }

    private static IEnumerable<Rule> TextRules(KeywordReader reader)
    {
        foreach (var keyword in Lengths)
        {
            if (reader.Count(keyword) is { } limit)
            {
                yield return new LengthRule(keyword, reader.PathOf(keyword), limit);
            }
        }

        if (reader.Text("pattern") is { } pattern)
        {
            yield return new PatternRule(reader.PathOf("pattern"), pattern, reader.Pattern(pattern, "pattern"));
        }
    }

    private static IEnumerable<Rule> ContainerRules(KeywordReader reader)
    {
        foreach (var keyword in Counts)
        {
            if (reader.Count(keyword) is { } limit)
            {
                yield return new CountRule(keyword, reader.PathOf(keyword), limit);
            }
        }

        if (reader.Flag("uniqueItems"))
        {
            yield return new UniqueItemsRule(reader.PathOf("uniqueItems"));
        }

        if (reader.TryGet("required", out _))
        {
            yield return new RequiredRule(reader.PathOf("required"), reader.Names("required"));
        }

        if (reader.Resource.Dialect.Draft != SchemaDraft.Draft7)
        {
            foreach (var (trigger, place) in reader.Map("dependentRequired"))
            {
                yield return new DependentRequiredRule(
                    "dependentRequired", reader.PathOf("dependentRequired"), trigger, reader.NamesOf(place.Element, "dependentRequired"));
            }
        }
    }
}
