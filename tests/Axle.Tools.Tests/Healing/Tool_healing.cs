using System.Text.Json;
using Axle.Tools.Contract;
using Axle.Tools.Healing;
using Axle.Tools.Tests.Contract;

namespace Axle.Tools.Tests.Healing;

public sealed class Tool_healing : IDisposable
{
    private const string Schema = """
        {
          "type": "object",
          "properties": {
            "path": { "type": "string", "format": "workspace-path" },
            "maxResults": { "type": "integer", "minimum": 1, "maximum": 100, "default": 20, "x-axle-clamp": true },
            "depth": { "type": "integer", "minimum": 1, "maximum": 9 },
            "whole": { "type": "boolean" },
            "title": { "type": "string", "pattern": "^\\S.*\\S$" },
            "order": { "enum": ["newest", "oldest", "best-first"] },
            "labels": { "type": "array", "items": { "type": "string" } },
            "options": { "type": "object", "properties": { "deep": { "type": "boolean" } }, "additionalProperties": false },
            "command": { "type": "string", "x-axle-sink": "shell" }
          },
          "required": ["path"],
          "additionalProperties": false
        }
        """;

    private readonly TemporaryFolder _folder = new();
    private readonly ToolHealing _healing = new(new ToolCatalog([new EchoTool("file.read", Schema)]));

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("""{"path":"src","depth":"5"}""", """{"path":"src","depth":5}""", MendRung.Coerce)]
    [InlineData("""{"path":"src","whole":"True"}""", """{"path":"src","whole":true}""", MendRung.Coerce)]
    [InlineData("""{"path":"src","labels":"one"}""", """{"path":"src","labels":["one"]}""", MendRung.Coerce)]
    [InlineData("""{"path":"src","labels":[1,"two"]}""", """{"path":"src","labels":["1","two"]}""", MendRung.Coerce)]
    [InlineData("""{"path":"src","options":"{\"deep\":true}"}""", """{"path":"src","options":{"deep":true}}""", MendRung.Coerce)]
    [InlineData("""{"path":"src","max_results":5}""", """{"path":"src","maxResults":5}""", MendRung.Name)]
    [InlineData("""{"pth":"src"}""", """{"path":"src"}""", MendRung.Name)]
    [InlineData("""{"path":"src","options":{"dep":true}}""", """{"path":"src","options":{"deep":true}}""", MendRung.Name)]
    [InlineData("""{"path":"src","order":"BEST_FIRST"}""", """{"path":"src","order":"best-first"}""", MendRung.NearestValue)]
    [InlineData("""{"path":"src","order":"newst"}""", """{"path":"src","order":"newest"}""", MendRung.NearestValue)]
    [InlineData("""{"path":"src","maxResults":1000}""", """{"path":"src","maxResults":100}""", MendRung.Clamp)]
    [InlineData("""{"path":"src","depth":null}""", """{"path":"src"}""", MendRung.Default)]
    [InlineData("""{"path":"src","title":" a title "}""", """{"path":"src","title":"a title"}""", MendRung.Trim)]
    [InlineData("""{"arguments":{"path":"src"}}""", """{"path":"src"}""", MendRung.Unwrap)]
    [InlineData("{'path': 'src', whole: True,}", """{"path":"src","whole":true}""", MendRung.Text)]
    [InlineData("```json\n{\"path\":\"src\"}\n```", """{"path":"src"}""", MendRung.Text)]
    [InlineData("""{"path":"src","options":{"deep":true""" + "\n", null, MendRung.Text)]
    [InlineData("""{"path":"src","labels":["a","b"]""", """{"path":"src","labels":["a","b"]}""", MendRung.Text)]
    public void Slip_is_mended_without_a_change_of_meaning(string written, string? meant, MendRung rung)
    {
        var healed = _healing.Heal("file.read", written, Context());

        if (meant is null)
        {
            healed.IsWhole.ShouldBeFalse();
            return;
        }

        healed.Faults.ShouldBeEmpty();
        healed.Mends.ShouldContain(mend => mend.Rung == rung);
        foreach (var member in JsonElement.Parse(meant).EnumerateObject())
        {
            healed.Arguments.GetProperty(member.Name).GetRawText().ShouldBe(member.Value.GetRawText());
        }
    }

    [Theory]
    [InlineData("""{"path":"../outside/secret.txt "}""")]
    [InlineData("""{"path":5}""")]
    [InlineData("""{"path":"src","command":["ls"]}""")]
    [InlineData("""{"path":"src","command":"ls; rm -rf ."}""")]
    [InlineData("""{"path":"src","depth":10}""")]
    [InlineData("""{"path":"src","depth":2.5}""")]
    [InlineData("""{"path":"src","order":"worst"}""")]
    [InlineData("""{"path":"src","nothing_like_it":1}""")]
    [InlineData("""{"path":"src","title":"cut of""")]
    [InlineData("""{"path":"src","depth":1""")]
    [InlineData("""{"path":"src","path":"docs",}""")]
    [InlineData("""I call it with {"path":"src"}""")]
    public void What_would_be_a_guess_is_left_to_the_model(string written)
    {
        var healed = _healing.Heal("file.read", written, Context());

        healed.IsWhole.ShouldBeFalse();
        healed.ToMessage().ShouldStartWith("'file.read' was not called.");
    }

    [Fact]
    public void Sound_arguments_are_left_alone()
    {
        var healed = _healing.Heal("file.read", """{"path":"src","depth":5}""", Context());

        healed.IsWhole.ShouldBeTrue();
        healed.Mends.ShouldBeEmpty();
    }

    [Fact]
    public void Fault_says_place_keyword_expectation_kind_and_what_is_near()
    {
        var healed = _healing.Heal("file.read", """{"path":"src","depth":99,"order":"oldish"}""", Context());

        var depth = healed.Faults.Single(fault => fault.Place == "/depth");
        (depth.Keyword, depth.Expected, depth.Got).ShouldBe(("maximum", "at most 9", "integer"));
        healed.Faults.ShouldNotContain(fault => fault.Hint.Contains("src", StringComparison.Ordinal));
    }

    [Fact]
    public void Tool_that_changes_the_world_gets_no_guessed_value()
    {
        var catalog = new ToolCatalog([new WorldTool()]);

        new ToolHealing(catalog).Heal("delete.it", """{"what":"brnch"}""", Context()).IsWhole.ShouldBeFalse();
        new ToolHealing(catalog).Heal("delete.it", """{"what":"Branch"}""", Context()).IsWhole.ShouldBeTrue();
    }

    [Theory]
    [InlineData("file_read", "file.read")]
    [InlineData("functions.file.read", "file.read")]
    [InlineData("File.Read", "file.read")]
    public void Tool_name_in_another_spelling_is_mended(string written, string meant) =>
        HealedName.Of(written, ["file.read", "file.write"]).Name.ShouldBe(meant);

    [Fact]
    public void Misspelt_tool_name_is_a_hint_only()
    {
        var name = HealedName.Of("file.raed", ["file.read", "file.write"]);

        name.Name.ShouldBeNull();
        name.Problem.ShouldBe("There is no tool 'file.raed'. Did you mean 'file.read'?");
    }

    private ToolContext Context() => new(_folder.Workspace, false, "key", TimeProvider.System);

    private sealed class WorldTool : ITool
    {
        public ToolDescription Description { get; } = new(
            "delete.it", "Deletes.",
                JsonElement.Parse("""{"type":"object","properties":{"what":{"enum":["branch","tag"]}},"required":["what"]}"""), ToolEffect.World);

        public ValueTask<JsonElement> InvokeAsync(JsonElement arguments, ToolContext context, CancellationToken cancellationToken) =>
            ValueTask.FromResult(arguments);
    }
}
