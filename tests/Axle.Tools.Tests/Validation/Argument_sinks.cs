using System.Net;
using System.Text.Json;
using Axle.Tools.Contract;
using Axle.Tools.Tests.Contract;
using Axle.Tools.Validation;

namespace Axle.Tools.Tests.Validation;

public sealed class Argument_sinks : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("path", "src/a.cs", true)]
    [InlineData("path", "../outside/secret.txt", false)]
    [InlineData("path", "/etc/passwd", false)]
    [InlineData("path", "src\n", false)]
    [InlineData("shell", "release-1.2", true)]
    [InlineData("shell", "a; rm -rf .", false)]
    [InlineData("shell", "$(id)", false)]
    [InlineData("shell", "--upload-pack=x", false)]
    [InlineData("argument", "a|b", true)]
    [InlineData("argument", "a\nb", false)]
    [InlineData("sql", "select a, 'drop' from t;", true)]
    [InlineData("sql", "select 1; drop table t", false)]
    [InlineData("sql", "delete from t", false)]
    [InlineData("sql", "with x as (select 1) delete from t", false)]
    [InlineData("sql", "select 1 -- x", false)]
    [InlineData("sql", "attach 'x' as y", false)]
    [InlineData("url", "https://example.org/a", true)]
    [InlineData("url", "file:///etc/passwd", false)]
    [InlineData("url", "https://user:pw@example.org/", false)]
    [InlineData("url", "gopher://example.org/", false)]
    public void Value_is_checked_by_where_it_goes(string sink, string value, bool passes)
    {
        var catalog = new ToolCatalog([new EchoTool("t", $$"""{"type":"object","properties":{"v":{"type":"string","x-axle-sink":"{{sink}}"} } }""")]);
        var arguments = JsonSerializer.SerializeToElement(new { v = value });

        if (passes)
        {
            catalog.Check("t", arguments, Context()).GetProperty("v").GetString().ShouldBe(value);
            return;
        }

        var refused = Should.Throw<AxleException>(() => catalog.Check("t", arguments, Context()));
        ToolFaults.Of(refused).Single().Keyword.ShouldBe("x-axle-sink");
    }

    [Fact]
    public void Absolute_path_inside_the_workspace_passes_and_a_link_out_of_it_does_not()
    {
        _folder.Link("out", _folder.Outside);
        var catalog = new ToolCatalog([new EchoTool("t",
            """{"type":"object","properties":{"v":{"type":"array","items":{"type":"string","x-axle-sink":"path"}}}}""")]);

        catalog.Check("t", JsonSerializer.SerializeToElement(new { v = new[] { Path.Combine(_folder.Workspace, "src") } }), Context());
        Should.Throw<AxleException>(() =>
            catalog.Check("t", JsonSerializer.SerializeToElement(new { v = new[] { Path.Combine(_folder.Workspace, "out/secret.txt") } }), Context()));
    }

    [Fact]
    public void Unknown_sink_puts_the_tool_in_quarantine() =>
        new ToolCatalog([new EchoTool("t", """{"type":"object","properties":{"v":{"x-axle-sink":"shel"}}}""")]).Quarantined["t"].ShouldContain("known are");

    [Fact]
    public void Name_that_an_outside_schema_does_not_declare_is_a_fault()
    {
        var catalog = new ToolCatalog([new EchoTool("t", """{"type":"object","properties":{"head":{"type":"number"}}}""")]);

        Should.Throw<AxleException>(() => catalog.Check("t", JsonElement.Parse("""{"haed":5}"""), Context())).Message.ShouldContain("did you mean 'head'?");
    }

    [Theory]
    [InlineData("8.8.8.8", true)]
    [InlineData("127.0.0.1", false)]
    [InlineData("169.254.169.254", false)]
    [InlineData("10.1.2.3", false)]
    [InlineData("::1", false)]
    [InlineData("::ffff:127.0.0.1", false)]
    [InlineData("fd00::1", false)]
    [InlineData("2606:4700::1111", true)]
    public void Address_of_this_machine_or_a_private_network_is_not_public(string address, bool isPublic) =>
        PublicAddress.Is(IPAddress.Parse(address)).ShouldBe(isPublic);

    private ToolContext Context() => new(_folder.Workspace, false, "key", TimeProvider.System);
}
