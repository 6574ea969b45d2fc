using Axle.Workflows.Definition.Building;
using Axle.Workflows.Expressions;

namespace Axle.Workflows.Tests.Definition.Building;

public class ExprTests
{
    public static TheoryData<Expr, string> Texts => new()
    {
        { Expr.Input("path"), "inputs.path" },
        { Expr.Input("a b"), "inputs['a b']" },
        { Expr.Input("it's"), "inputs['it''s']" },
        { Expr.Step("lint").Output["score"], "steps.lint.output.score" },
        { Expr.Step("1st").Error["kind"], "steps['1st'].error.kind" },
        { Expr.Step("a").Output["files"][0], "steps.a.output.files[0]" },
        { Expr.Step("a").Output["files"].Each["name"], "steps.a.output.files.*.name" },
        { Expr.Input("map")[Expr.Item], "inputs.map[item]" },
        { Expr.Input("a") == "it's", "inputs.a == 'it''s'" },
        { Expr.Input("a") != null, "inputs.a != null" },
        { Expr.Input("a") >= 1.5, "inputs.a >= 1.5" },
        { Expr.Input("a") < Expr.Index, "inputs.a < index" },
        { Expr.Input("a") == 1 & Expr.Input("b") == true, "(inputs.a == 1) && (inputs.b == true)" },
        { !(Expr.Input("a") | "x"), "!(inputs.a || 'x')" },
        { !Expr.Loop["first"], "!loop.first" },
        { Expr.Of("a || b")["c"], "(a || b).c" },
        { Expr.Call("format", "{0} {1} {2}", Expr.Env("X"), 2, null), "format('{0} {1} {2}', env.X, 2, null)" },
        { Expr.Call("success") & Expr.Variable("v"), "success() && variables.v" },
    };

    [Theory]
    [MemberData(nameof(Texts), DisableDiscoveryEnumeration = true)]
    public void Operators_and_names_become_the_text_of_an_expression(Expr expression, string text)
    {
        expression.Text.ShouldBe(text);
        expression.ToString().ShouldBe($"${{{{ {text} }}}}");
        Expression.ParseCondition(expression).Text.Trim().ShouldBe(text);
    }

    [Fact]
    public void An_expression_stands_in_texts_and_deep_in_data()
    {
        var step = WorkflowBuilder.Create("x").Input("v", "string")
            .Step("a", static s => s.Prompt($"Deploy {Expr.Input("v")}?").With(new { deep = new[] { new { v = Expr.Input("v") } }, plain = "v" }))
            .Build().Steps[0];
        step.With!.Source.GetRawText().ShouldBe("""{"deep":[{"v":"${{ inputs.v }}"}],"plain":"v"}""");
        step.With.References.ShouldHaveSingleItem().Root.ShouldBe("inputs");
    }

    [Fact]
    public void What_cannot_stand_in_an_expression_is_refused() =>
        Should.Throw<ArgumentException>(static () => Expr.Input("a") == new object()).Message.ShouldContain("A Object cannot stand in an expression");
}
