using System.Text.Json;
using Axle.Cli.Tests.Support;

namespace Axle.Cli.Tests.Commands;

public sealed class ExpressionEvalTests
{
    [Fact]
    public async Task An_expression_is_evaluated_over_its_contexts()
    {
        using var bench = new Workbench();
        var answer = await bench.RunAsync("expression", "eval", "format('{0}-{1}', inputs.name, length(inputs.tags))", "--contexts", """{"inputs": {"name": "ä b", "tags": [1, 2]}}""");
        answer.ShouldBe(new Answer(ExitCodes.Success, "ä b-2\n", ""));
    }

    [Fact]
    public async Task Contexts_come_from_a_file_too()
    {
        using var bench = new Workbench();
        bench.Write("contexts.json", """{"inputs": {"on": true}}""");
        (await bench.RunAsync("expression", "eval", "!inputs.on", "--contexts", "@contexts.json", "--json"))
            .Json.GetProperty("value").GetBoolean().ShouldBeFalse();
        (await bench.RunAsync("expression", "eval", "1", "--contexts", "@nowhere.json")).Code.ShouldBe(ExitCodes.NotFound);
    }

    [Fact]
    public async Task A_faulty_expression_is_told_and_has_its_exit_code()
    {
        using var bench = new Workbench();
        var answer = await bench.RunAsync("expression", "eval", "1 +");
        answer.Code.ShouldBe(ExitCodes.Invalid);
        answer.Output.ShouldBeEmpty();
        answer.Error.ShouldStartWith("ax: ");
    }

    [Fact]
    public async Task Lines_in_are_lines_out_whether_they_can_be_evaluated_or_not()
    {
        using var bench = new Workbench
        {
            Input = """
                {"expr": "1 < 2", "contexts": {}}

                {"expr": "a.b", "contexts": {"a": {"b": "ünï"}}}
                {"expr": "(", "contexts": {}}
                no json
                """,
        };
        var answer = await bench.RunAsync("expression", "eval");
        answer.Code.ShouldBe(ExitCodes.Success);
        var lines = answer.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static l => JsonDocument.Parse(l).RootElement).ToList();
        lines.Count.ShouldBe(4);
        lines[0].GetProperty("kind").GetString().ShouldBe("Boolean");
        lines[0].GetProperty("value").GetBoolean().ShouldBeTrue();
        lines[1].GetProperty("value").GetString().ShouldBe("ünï");
        lines[2].GetProperty("error").GetProperty("kind").GetString().ShouldBe("parsing");
        lines[3].GetProperty("error").GetProperty("kind").GetString().ShouldBe("input");
    }

    [Fact]
    public async Task Without_expression_and_without_lines_the_command_line_is_wrong()
    {
        using var bench = new Workbench { IsInputRedirected = false };
        (await bench.RunAsync("expression", "eval")).Code.ShouldBe(ExitCodes.Usage);
    }
}
