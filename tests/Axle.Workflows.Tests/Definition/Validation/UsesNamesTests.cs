using Axle.Workflows.Definition;
using Axle.Workflows.Definition.Reading;
using Axle.Workflows.Definition.Validation;

namespace Axle.Workflows.Tests.Definition.Validation;

public class UsesNamesTests
{
    [Fact]
    public void Names_at_any_depth_are_found_once_each_in_order_of_appearance()
    {
        var workflow = Read("""
            name: x
            steps:
              - { key: a, uses: one@1.0.0, onError: { default: [{ key: h, uses: ./handler.yaml }] }, compensate: { uses: undo } }
              - key: b
                parallel:
                  left: [{ key: i, forEach: { items: [1], steps: [{ key: j, uses: deep }] } }]
                  right: [{ key: k, switch: { on: x, cases: { x: [{ key: l, uses: one@1.0.0 }] }, default: [{ key: m, uses: other }] } }]
              - { key: c, saga: [{ key: n, tool: t, compensate: { saga: [{ key: o, uses: deepest }] } }] }
            """);
        UsesNames.Of(workflow).ShouldBe(["one@1.0.0", "./handler.yaml", "undo", "deep", "other", "deepest"]);
    }

    [Fact]
    public void Fallbacks_of_definitions_made_in_code_count_too()
    {
        var step = new Step { Key = "a", Action = new ToolAction("t"), Fallbacks = [new Fallback(new UsesAction("plan-b"), null, null, null)] };
        UsesNames.Of(new Workflow { Name = "x", Steps = [step] }).ShouldBe(["plan-b"]);
        UsesNames.Of(new Workflow { Name = "x", Steps = [] }).ShouldBeEmpty();
    }

    private static Workflow Read(string text) => WorkflowReader.Read(text, "x.yaml").Require();
}
