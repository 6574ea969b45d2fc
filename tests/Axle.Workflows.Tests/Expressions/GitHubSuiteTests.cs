using System.Text.Json;
using System.Text.Json.Nodes;
using Axle.Workflows.Expressions;

namespace Axle.Workflows.Tests.Expressions;

/// <summary>Every case of GitHub's own expression tests, as far as it is at hand.</summary>
public sealed class GitHubSuiteTests
{
    private const string Missing = "The folder github-expressions was not found; set AXLE_SHARED to the folder that holds it.";

    public static TheoryData<string, string, int> Cases()
    {
        var cases = new TheoryData<string, string, int>();
        foreach (var file in Files())
        {
            foreach (var (group, list) in Read(file))
            {
                for (var i = 0; i < list!.AsArray().Count; i++)
                {
                    cases.Add(Path.GetFileName(file), group, i);
                }
            }
        }

        if (cases.Count == 0)
        {
            cases.Add("missing", "missing", 0);
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Case_of_the_suite_holds(string file, string group, int index)
    {
        var folder = SharedData.Find("github-expressions");
        Assert.SkipWhen(folder is null, Missing);
        var given = Read(Path.Combine(folder!, file))[group]![index]!;
        var line = new JsonObject { ["expr"] = given["expr"]!.DeepClone(), ["contexts"] = given["contexts"]?.DeepClone() };

        var answer = JsonNode.Parse(ExpressionEvaluation.EvaluateLine(line.ToJsonString()))!;

        var expression = given["expr"]!.GetValue<string>();
        if (given["err"] is { } wanted)
        {
            var error = answer["error"].ShouldNotBeNull(expression);
            error["kind"]!.GetValue<string>().ShouldBe(wanted["kind"]!.GetValue<string>(), expression);
            // The suite itself looks for its text within the message, and shortens some of its texts.
            error["value"]!.GetValue<string>().ShouldContain(wanted["value"]!.GetValue<string>(), Case.Sensitive, expression);
            return;
        }

        answer["error"].ShouldBeNull(expression);
        answer["kind"]!.GetValue<string>().ShouldBe(given["result"]!["kind"]!.GetValue<string>(), expression);
        Compact(answer["value"]).ShouldBe(Compact(given["result"]!["value"]), expression);
    }

    private static string[] Files() =>
        SharedData.Find("github-expressions") is { } folder
            ? [.. Directory.GetFiles(folder, "*.json").Order(StringComparer.Ordinal)]
            : [];

    private static JsonObject Read(string file) => JsonNode.Parse(File.ReadAllText(file))!.AsObject();

    // 2.0 and 2 are the same number.
    private static string Compact(JsonNode? value) => value switch
    {
        null => "null",
        JsonArray array => "[" + string.Join(',', array.Select(Compact)) + "]",
        JsonObject members => "{" + string.Join(',', members.Select(member => JsonSerializer.Serialize(member.Key) + ":" + Compact(member.Value))) + "}",
        _ when value.GetValueKind() == JsonValueKind.Number => value.GetValue<double>().ToString("R", System.Globalization.CultureInfo.InvariantCulture),
        _ => value.ToJsonString(),
    };
}
