using System.Text.Json;

namespace Axle.Schemas.Tests.Suite;

/// <summary>The JSON-Schema-Test-Suite, file by file: each must pass whole.</summary>
public sealed class Public_test_suite
{
    private const string Missing = "The JSON-Schema-Test-Suite is not here; set AXLE_SHARED to the folder that has data/json-schema-suite.";

    /// <summary>Optional files that are not met, each with its reason.</summary>
    private static readonly Dictionary<string, string> NotMet = new(StringComparer.Ordinal)
    {
        ["draft7/optional/content.json"] = "contentEncoding and contentMediaType only describe here, as later drafts have it.",
    };

    public static TheoryData<string> Required => Files(optional: false);

    public static TheoryData<string> Optional => Files(optional: true);

    [Theory]
    [MemberData(nameof(Required))]
    public void Required_file_passes(string file) => Check(file, assertFormats: false);

    [Theory]
    [MemberData(nameof(Optional))]
    public void Optional_file_passes(string file)
    {
        if (NotMet.TryGetValue(file, out var reason))
        {
            Assert.Skip(reason);
        }

        Check(file, file.Contains("/format/", StringComparison.Ordinal));
    }

    private static TheoryData<string> Files(bool optional)
    {
        if (SharedData.Find("json-schema-suite") is not { } suite)
        {
            return [""];
        }

        var tests = Path.Combine(suite, "tests");
        var files = Directory.EnumerateFiles(tests, "*.json", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(tests, file).Replace('\\', '/'))
            .Where(file => file.Contains("/optional/", StringComparison.Ordinal) == optional)
            .Order(StringComparer.Ordinal);
        return [.. files];
    }

    private static void Check(string file, bool assertFormats)
    {
        if (SharedData.Find("json-schema-suite") is not { } suite)
        {
            Assert.Skip(Missing);
            return;
        }

        var remotes = new RemoteFolder(Path.Combine(suite, "remotes"));
        var options = new SchemaOptions { DefaultDraft = DraftOf(file), AssertFormats = assertFormats };
        using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(suite, "tests", file)));
        var wrong = new List<string>();
        foreach (var group in document.RootElement.EnumerateArray())
        {
            wrong.AddRange(Wrong(group, remotes, options));
        }

        wrong.ShouldBeEmpty();
    }

    private static IEnumerable<string> Wrong(JsonElement group, ISchemaResolver remotes, SchemaOptions options)
    {
        JsonSchema? schema = null;
        SchemaException? broken = null;
        try
        {
            schema = JsonSchema.Parse(group.GetProperty("schema"), remotes, options);
        }
        catch (SchemaException exception)
        {
            broken = exception;
        }

        foreach (var test in group.GetProperty("tests").EnumerateArray())
        {
            var expected = test.GetProperty("valid").GetBoolean();
            var result = schema?.Validate(test.GetProperty("data"));
            if (result?.IsValid != expected || result.IsValid != (result.Faults.Count == 0))
            {
                yield return $"{group.GetProperty("description")} / {test.GetProperty("description")}: should be {expected}; {broken?.Message ?? result?.ToString()}";
            }
        }
    }

    private static SchemaDraft DraftOf(string file) => file.Split('/')[0] switch
    {
        "draft7" => SchemaDraft.Draft7,
        "draft2019-09" => SchemaDraft.Draft201909,
        _ => SchemaDraft.Draft202012,
    };
}
