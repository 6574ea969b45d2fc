using System.Text.Json;
using Axle.Tools.Contract;

namespace Axle.Tools.Tests.Contract;

public sealed class Deadlines_and_search
{
    private const string Anything = """{"type":"object"}""";

    private readonly ToolContext _context = new(Path.GetTempPath(), false, "key", TimeProvider.System);

    [Fact]
    public async Task Call_that_outlives_its_deadline_is_stopped()
    {
        var refused = await Should.ThrowAsync<AxleException>(async () => await new ToolCatalog([new EndlessTool()]).InvokeAsync(
            "endless", JsonElement.Parse("{}"), _context, TestContext.Current.CancellationToken));

        refused.Error.Kind.ShouldBe(ErrorKind.Timeout);
    }

    [Fact]
    public void Best_tool_for_words_comes_first_and_beginnings_count()
    {
        var catalog = new ToolCatalog(
            [
                new EchoTool("files.move", Anything, "Moves or renames a file."), new EchoTool("files.read", Anything, "Reads lines of a file."),
                new EchoTool("git.log", Anything, "Lists commits."),
            ]);

        catalog.Search("rename a file")[0].Description.Name.ShouldBe("files.move");
        catalog.Search("commit")[0].Description.Name.ShouldBe("git.log");
        catalog.Search("xyzzy").ShouldBeEmpty();
    }

    private sealed class EndlessTool : ITool
    {
        public ToolDescription Description { get; } = new("endless", "Never ends.", JsonElement.Parse(Anything)) { Deadline = TimeSpan.FromMilliseconds(20) };

        public async ValueTask<JsonElement> InvokeAsync(JsonElement arguments, ToolContext context, CancellationToken cancellationToken)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, context.Time, cancellationToken);
            return arguments;
        }
    }
}
