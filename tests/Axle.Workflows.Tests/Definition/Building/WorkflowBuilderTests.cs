using Axle.Workflows.Definition;
using Axle.Workflows.Definition.Building;
using Axle.Workflows.Definition.Faults;
using Axle.Workflows.Definition.Reading;
using Axle.Workflows.Definition.Writing;

namespace Axle.Workflows.Tests.Definition.Building;

public class WorkflowBuilderTests
{
    [Fact]
    public void Whatever_a_file_can_say_the_builder_can_say_too()
    {
        for (var seed = 0; seed < 200; seed++)
            ShouldBeBuilt(new GeneratedWorkflow(seed).Make(), $"seed {seed}");
    }

    [Theory]
    [MemberData(nameof(Samples.Valid), MemberType = typeof(Samples))]
    public void Files_can_be_said_by_the_builder(string name) =>
        ShouldBeBuilt(WorkflowReader.Read(Samples.Text(name), name, WorkflowReaderOptions.Everything).Require(), name);

    [Fact]
    public void The_page_shows_one_workflow_twice()
    {
        var page = File.ReadAllText(Path.Combine(Repository.Folder, "docs", "building-workflows.md"));
        var yaml = Between(page, "```yaml\n", "```");
        var fromFile = WorkflowReader.Read(yaml, "page.yaml").Require();
        var fromCode = ReleaseSample.Build();
        WorkflowWriter.ToYaml(fromCode).ShouldBe(WorkflowWriter.ToYaml(fromFile));
        WorkflowHash.Compute(fromCode).ShouldBe(WorkflowHash.Compute(fromFile));
    }

    [Fact]
    public void The_code_on_the_page_is_compiled()
    {
        var page = File.ReadAllText(Path.Combine(Repository.Folder, "docs", "building-workflows.md"));
        var source = File.ReadAllText(Path.Combine(
            Repository.Folder, "tests", "Axle.Workflows.Tests", "Definition", "Building", "ReleaseSample.cs"));
        var method = Between(source, "    // The page begins here.\n", "    // The page ends here.\n");
        var shown = string.Join('\n', method.Split('\n').Select(static l => l.Length > 4 ? l[4..] : ""));
        Between(page, "```csharp\n", "```").ShouldBe(shown);
    }

    [Fact]
    public void All_faults_come_at_once_each_with_the_line_that_says_it()
    {
        var builder = WorkflowBuilder.Create("two words")
            .Step("a", s => s.Tool("t").Timeout(TimeSpan.FromDays(-1)))
            .Step("b", s => s.Tool("t").Prompt("p").DependsOn("c"))
            .Step("d", s => s.Saga(inner => inner
                .Step("e", i => i.Tool("t").When("inputs.nothing ="))
                .Step("E", i => i.Tool("t"))).When(Expr.Step("f").Output));
        var faults = builder.Read().Faults;
        var first = faults[0].Line;
        faults.ShouldAllBe(static f => f.File == "WorkflowBuilderTests.cs" && f.Column == 1);
        faults.Select(f => (f.Line - first, f.Code)).ShouldBe(
        [
            (0, "AXL0124"), (1, "AXL0124"), (2, "AXL0128"), (2, "AXL0141"), (4, "AXL0150"), (5, "AXL0140"), (3, "AXL0154"),
        ]);
        faults[5].Message.ShouldContain($"differs only in letter case from 'e' in line {first + 4}");
        Should.Throw<AxleException>(builder.Build).Message.ShouldBe(string.Join('\n', faults));
    }

    [Fact]
    public void What_is_said_twice_is_a_fault_and_not_lost()
    {
        Codes(Step(static s => s.Tool("t").Timeout(TimeSpan.FromMinutes(1)).Timeout(TimeSpan.FromMinutes(2)))).ShouldBe(["AXL0106"]);
        Codes(Step(static s => s.Tool("t").With("a", 1).With("a", 2))).ShouldBe(["AXL0106"]);
        Codes(Step(static s => s.Parallel(static p => p.Branch("x", One).Branch("x", One)))).ShouldBe(["AXL0106"]);
        Codes(Step(static s => s.Switch("on", static c => c.Case("x", One).When("true", One)))).ShouldBe(["AXL0106"]);
        Codes(WorkflowBuilder.Create("x").Input("a", "string").Input("a", "integer").Step("a", static s => s.Tool("t"))).ShouldBe(["AXL0106"]);
    }

    [Fact]
    public void A_workflow_without_steps_and_a_step_without_work_are_faults()
    {
        Codes(WorkflowBuilder.Create("x")).ShouldBe(["AXL0121"]);
        Codes(Step(static s => s.Description("idle"))).ShouldBe(["AXL0127"]);
        Codes(Step(static s => s.Saga(static _ => { }))).ShouldBe(["AXL0123"]);
    }

    [Fact]
    public void If_is_a_switch_with_one_condition()
    {
        var action = Step(static s => s.If(Expr.Run["attempt"] == 1, One, One)).Build().Steps[0].Action.ShouldBeOfType<SwitchAction>();
        (action.On, action.Cases.Length, action.Default.Length).ShouldBe((null, 1, 1));
        action.Cases[0].When!.Text.Trim().ShouldBe("run.attempt == 1");
    }

    [Fact]
    public void Values_that_json_cannot_hold_are_refused_where_they_are_said()
    {
        Should.Throw<AxleException>(static () => Step(static s => s.Tool("t").With("x", double.NaN))).Message.ShouldContain("A Double cannot be a value");
        Should.Throw<AxleException>(static () => Step(static s => s.Tool("t").With("x", typeof(string)))).Error.Kind.ShouldBe(ErrorKind.Validation);
    }

    private static void One(StepsBuilder steps) => steps.Step("one", static s => s.Tool("t"));

    private static WorkflowBuilder Step(Action<StepBuilder> step) => WorkflowBuilder.Create("x").Step("a", step);

    private static IEnumerable<string> Codes(WorkflowBuilder builder) => builder.Read().Faults.Select(static f => f.Code);

    private static void ShouldBeBuilt(Workflow workflow, string what)
    {
        var built = new RebuiltWorkflow(workflow).Read();
        built.ToString().ShouldBeEmpty(what);
        WorkflowWriter.ToYaml(built.Workflow!).ShouldBe(WorkflowWriter.ToYaml(workflow), what);
        WorkflowHash.Compute(built.Workflow!).ShouldBe(WorkflowHash.Compute(workflow), what);
    }

    private static string Between(string text, string begin, string end)
    {
        var start = text.IndexOf(begin, StringComparison.Ordinal);
        start.ShouldBeGreaterThanOrEqualTo(0, begin);
        start += begin.Length;
        return text[start..text.IndexOf(end, start, StringComparison.Ordinal)];
    }
}
