using System.Text.Json;
using Axle.Schemas;
using Axle.Workflows.Definition.Faults;
using Axle.Workflows.Definition.Language;
using Axle.Workflows.Definition.Reading;
using Axle.Workflows.Definition.Writing;

namespace Axle.Workflows.Tests.Definition;

public class WorkflowLanguageTests
{
    [Fact]
    public void The_schema_for_editors_is_what_the_reader_reads() =>
        Repository.ShouldHold("docs/schema/axle-workflow.schema.json", WorkflowLanguage.ToJsonSchema());

    [Fact]
    public void The_language_page_is_what_the_reader_reads() =>
        Repository.ShouldHold("docs/workflow-language.md", WorkflowLanguage.ToMarkdown());

    [Fact]
    public void Every_fault_code_has_a_page_and_every_page_a_code()
    {
        var codes = FaultCodes.All;
        var pages = Directory.EnumerateFiles(Path.Combine(Repository.Folder, "docs", "errors"), "AXL01*.md").Select(static f => Path.GetFileNameWithoutExtension(f)).Order().ToList();
        pages.ShouldBe(codes);
        foreach (var code in codes)
            File.ReadLines(Path.Combine(Repository.Folder, "docs", "errors", $"{code}.md")).First().ShouldStartWith($"# {code} ");
    }

    [Theory]
    [MemberData(nameof(Samples.Valid), MemberType = typeof(Samples))]
    public void Valid_files_match_the_schema_for_editors(string name)
    {
        var schema = JsonSchema.Parse(JsonDocument.Parse(WorkflowLanguage.ToJsonSchema()).RootElement);
        var workflow = WorkflowReader.Read(Samples.Text(name), name, WorkflowReaderOptions.Everything).Require();
        var json = JsonDocument.Parse(WorkflowWriter.ToJson(workflow)).RootElement;
        schema.Validate(json).ToString().ShouldBeEmpty();
    }

    [Fact]
    public void Every_example_of_the_language_page_is_read_without_fault()
    {
        foreach (var row in Rows("A workflow").Where(static r => r.Key is not ("name" or "steps" or "outputs" or "concurrency")))
            Read($"name: x\n{row.Example}\nsteps: [{{ key: a, tool: t }}]\n").ShouldBeEmpty(row.Key);
        foreach (var row in Rows("A `schedule`").Where(static r => r.Key is not ("cron" or "every")))
            Read($"name: x\non: {{ schedule: {{ cron: 0 6 * * *, {row.Example} }} }}\nsteps: [{{ key: a, tool: t }}]\n").ShouldBeEmpty(row.Key);
        foreach (var row in Rows("A step").Where(static r => r.Key is not ("key" or "agent" or "output")))
        {
            var isAction = Array.IndexOf(Kinds, row.Key) >= 0;
            var text = "name: x\ninputs: { deploy: {}, depth: {}, commit: {}, text: {}, version: {}, files: {}, env: {}, branch: {} }\nvariables: { count: 0 }\n"
                + "steps:\n  - { key: lint, tool: t }\n  - { key: run-tests, tool: t }\n  - { key: review, tool: t }\n  - key: test\n"
                + (isAction ? "" : "    tool: t\n") + $"    {row.Example}\n";
            Read(text).ShouldBeEmpty(row.Key);
        }
    }

    [Fact]
    public void Whatever_does_not_execute_is_refused_with_advice()
    {
        var faults = WorkflowReader.Read(Samples.Text("all-kinds.yaml"), "all-kinds.yaml").Faults;
        faults.ShouldAllBe(static f => f.Code == "AXL0170");
        var refused = Rows("A workflow").Concat(Rows("A step")).Where(static r => !r.Executes).Select(static r => r.Key).ToList();
        refused.ShouldBe(["guardrails"]);
        foreach (var part in refused.Select(static key => $"'{key}' is part of the language but does not execute").Append("'secrets' are part of the language"))
            faults.ShouldContain(f => f.Message.Contains(part, StringComparison.Ordinal) && f.Cure.Length > 0, part);
    }

    private static readonly string[] Kinds =
        ["agent", "action", "prompt", "tool", "code", "run", "uses", "approval", "wait", "parallel", "forEach", "loop", "switch", "saga", "set", "fail", "return"];

    /// <summary>The table under a heading of the language page.</summary>
    private static IEnumerable<(string Key, string Example, bool Executes)> Rows(string heading)
    {
        var page = WorkflowLanguage.ToMarkdown();
        var start = page.IndexOf($"\n## {heading}\n", StringComparison.Ordinal);
        start.ShouldBeGreaterThan(0);
        var section = page[(start + 1)..page.IndexOf("\n## ", start + 2, StringComparison.Ordinal)];
        foreach (var line in section.Split('\n').Where(static l => l.StartsWith("| `", StringComparison.Ordinal)))
        {
            var key = line[3..line.IndexOf('`', 3)];
            var example = line[(line.LastIndexOf("| `", StringComparison.Ordinal) + 3)..line.LastIndexOf('`')];
            yield return (key, example, !line.Contains("*Does not execute", StringComparison.Ordinal));
        }
    }

    private static string Read(string text) => WorkflowReader.Read(text, "example.yaml", WorkflowReaderOptions.Everything).ToString();
}
