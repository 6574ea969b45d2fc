using System.Collections.Immutable;
using Axle.Workflows.Definition;
using Axle.Workflows.Definition.Reading;
using Axle.Workflows.Graph;

namespace Axle.Workflows.Tests.Graph;

public class StepGraphTests
{
    private const string Diamond = """
        name: x
        steps:
          - { key: d, tool: t, dependsOn: [b, c] }
          - { key: a, tool: t }
          - { key: b, tool: t, dependsOn: [a] }
          - { key: c, prompt: "${{ steps.A.output }}" }
        """;

    [Fact]
    public void Dependencies_come_from_dependsOn_and_from_expressions()
    {
        var graph = Build(Diamond);
        graph.Dependencies(graph.IndexOf("d")).ShouldBe([2, 3]);
        graph.Dependencies(graph.IndexOf("c")).ShouldBe([1]);
        graph.Dependents(graph.IndexOf("a")).ShouldBe([2, 3]);
        graph.IndexOf("nobody").ShouldBe(-1);
    }

    [Fact]
    public void Levels_are_topological()
    {
        var graph = Build(Diamond);
        graph.Levels.Select(static l => string.Join(',', l)).ShouldBe(["1", "2,3", "0"]);
        graph.Level(0).ShouldBe(2);
        graph.Order.ShouldBe([1, 2, 3, 0]);
    }

    [Fact]
    public void Every_expression_of_a_step_makes_dependencies()
    {
        var graph = Build("""
            name: x
            variables: { v: 0 }
            steps:
              - { key: s1, tool: t }
              - { key: s2, tool: t }
              - { key: s3, tool: t }
              - { key: s4, tool: t }
              - key: a
                tool: t
                when: steps.s1.status == 'completed'
                with: { deep: [{ x: "${{ steps.s2.output }}" }] }
                fallback: [{ with: { y: "${{ steps.s3.output }}" } }]
                onError: { default: [{ key: h, tool: t, with: { e: "${{ steps.a.error }}", z: "${{ steps.s4.output }}" } }] }
              - { key: b, set: { v: "${{ steps.a.output }}" } }
              - { key: c, return: "${{ steps.b.output }}" }
              - { key: d, fail: "${{ steps['c'].output }}" }
            """);
        graph.Dependencies(4).ShouldBe([0, 1, 2, 3]);
        graph.Levels.Length.ShouldBe(5);
    }

    [Fact]
    public void Inner_steps_hide_outer_steps_of_the_same_key()
    {
        var graph = Build("""
            name: x
            steps:
              - { key: a, tool: t }
              - { key: b, tool: t }
              - key: l
                loop:
                  until: ${{ steps.a.output }}
                  maxIterations: 2
                  steps:
                    - { key: a, tool: t, with: { x: "${{ steps.b.output }}" } }
            """);
        graph.Dependencies(2).ShouldBe([1]);
    }

    [Fact]
    public void Critical_path_is_the_longest_chain()
    {
        var graph = Build(Diamond);
        graph.CriticalPath().Steps.ShouldBe([1, 2, 0]);
        var path = graph.CriticalPath(step => graph.Steps[step].Key == "c" ? 5 : 1);
        path.Steps.ShouldBe([1, 3, 0]);
        path.Length.ShouldBe(7);
        path.Remaining.ShouldBe([1, 7, 2, 6]);
    }

    [Fact]
    public void Cycle_is_printed_as_its_path_and_found_once()
    {
        var steps = Steps(("a", "b"), ("b", "c"), ("c", "a"), ("d", "a"), ("e", "e"));
        StepGraph.FindCycles(steps).Select(static c => c.ToString()).ShouldBe(["a → b → c → a", "e → e"]);
        Should.Throw<AxleException>(() => StepGraph.Build(steps)).Message.ShouldContain("a → b → c → a");
    }

    [Fact]
    public void Unknown_dependency_and_doubled_key_are_refused()
    {
        Should.Throw<AxleException>(() => StepGraph.Build(Steps(("a", "z")))).Error.Kind.ShouldBe(ErrorKind.Validation);
        Should.Throw<AxleException>(() => StepGraph.Build(Steps(("a", null), ("a", null)))).Message.ShouldContain("'a'");
    }

    [Fact]
    public void A_chain_of_ten_thousand_steps_needs_no_deep_stack()
    {
        var steps = Steps([.. Enumerable.Range(0, 10_000).Select(static i => ($"s{i}", i == 0 ? null : $"s{i - 1}"))]);
        var graph = StepGraph.Build(steps);
        graph.Levels.Length.ShouldBe(10_000);
        graph.CriticalPath().Length.ShouldBe(10_000);
        StepGraph.FindCycles(Steps([.. Enumerable.Range(0, 10_000).Select(static i => ($"s{i}", $"s{(i + 1) % 10_000}"))]))
            .ShouldHaveSingleItem().ToString().ShouldContain("9980 more");
    }

    [Fact]
    public void Random_graphs_respect_every_dependency()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            var count = random.Next(1, 30);
            var steps =
                Enumerable.Range(0, count)
                    .Select(i => MakeStep($"s{i}", [.. Enumerable.Range(0, i).Where(_ => random.Next(4) == 0).Select(static d => $"s{d}")])).ToArray();
            random.Shuffle(steps);
            var graph = StepGraph.Build([.. steps]);
            var place = graph.Order.Select(static (step, at) => (step, at)).ToDictionary(static p => p.step, static p => p.at);
            place.Count.ShouldBe(count, $"seed {seed}");
            for (var i = 0; i < count; i++)
            {
                graph.Dependencies(i).Select(d => graph.Steps[d].Key).Order().ShouldBe(steps[i].DependsOn.Order(), $"seed {seed}");
                graph.Dependencies(i).ShouldAllBe(d => place[d] < place[i] && graph.Level(d) < graph.Level(i) && graph.Dependents(d).Contains(i), $"seed {seed}");
                graph.Level(i).ShouldBe(graph.Dependencies(i).Select(d => graph.Level(d) + 1).DefaultIfEmpty(0).Max(), $"seed {seed}");
            }
        }
    }

    private static StepGraph Build(string text) => StepGraph.Build(WorkflowReader.Read(text, "x.yaml", WorkflowReaderOptions.Everything).Require().Steps);

    private static ImmutableArray<Step> Steps(params (string Key, string? DependsOn)[] steps) =>
        [.. steps.Select(static s => MakeStep(s.Key, s.DependsOn is null ? [] : [s.DependsOn]))];

    private static Step MakeStep(string key, ImmutableArray<string> dependsOn) => new() { Key = key, Action = new ToolAction("t"), DependsOn = dependsOn };
}
