using Axle.Cli.Tests.Support;

namespace Axle.Cli.Tests.Commands;

public sealed class PiiCommandsTests
{
    [Fact]
    public async Task Lines_in_are_spans_and_redacted_text_out()
    {
        using var bench = new Workbench
        {
            Input = """
                {"text":"Mail anna@example.com"}
                {"text":"DE89370400440532013000","kind":"iban"}
                {"text":"DE89370400440532013001","kind":"iban","country":"DE"}
                """,
        };
        var answered = await bench.RunAsync("guard", "pii");
        answered.Code.ShouldBe(ExitCodes.Success, answered.Error);
        var lines = answered.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines[0].ShouldContain("\"type\":\"EMAIL_ADDRESS\"");
        lines[0].ShouldContain("[EMAIL_ADDRESS]");
        lines[1..].ShouldBe(["{\"valid\":true}", "{\"valid\":false}"]);
    }

    [Fact]
    public async Task A_pseudonym_is_the_same_through_all_lines_and_a_broken_line_is_told()
    {
        using var bench = new Workbench { Input = "{\"text\":\"a@example.com b@example.com\"}\n{\"text\":\"b@example.com\"}\nnothing\n" };
        var answered = await bench.RunAsync("guard", "pii", "--pseudonyms", "--type", "EMAIL_ADDRESS");
        answered.Code.ShouldBe(ExitCodes.Invalid);
        var lines = answered.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        System.Text.Json.JsonElement.Parse(lines[1]).GetProperty("redacted").GetString().ShouldBe("<EMAIL_ADDRESS_2>");
        lines[2].ShouldContain("\"error\"");
    }
}
