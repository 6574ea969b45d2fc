using Axle.Tools.Contract;

namespace Axle.Tools.Tests.Contract;

public sealed class Workspace_paths : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("src/a.cs", "src/a.cs")]
    [InlineData(".", "")]
    [InlineData("src/../src/./a.cs", "src/a.cs")]
    [InlineData("not/there/yet.txt", "not/there/yet.txt")]
    [InlineData("..hidden/a..b", "..hidden/a..b")]
    public void Place_inside_becomes_absolute(string path, string expected) =>
        WorkspacePaths.Resolve(_folder.Workspace, path).TrimEnd('/')
            .ShouldBe(Path.Combine(_folder.Workspace, expected).TrimEnd('/'));

    [Theory]
    [InlineData("../outside/secret.txt", "'..'")]
    [InlineData("src/../../workspace/src", "'..'")]
    [InlineData("..\\outside", "'..'")]
    [InlineData("/etc/passwd", "absolute")]
    [InlineData("\\\\server\\share", "absolute")]
    [InlineData("C:\\Windows", "absolute")]
    [InlineData("src/a.cs\0.txt", "NUL")]
    [InlineData("", "empty")]
    public void Place_outside_is_refused(string path, string reason) => Refusal(path).ShouldContain(reason);

    [Fact]
    public void Very_long_path_is_refused() => Refusal(new string('a', 4097)).ShouldContain("4097");

    [Fact]
    public void Link_to_the_outside_is_refused()
    {
        _folder.Link("exit", _folder.Outside);

        Refusal("exit/secret.txt").ShouldContain("symbolic link");
        Refusal("exit/not-there").ShouldContain("symbolic link");
    }

    [Fact]
    public void Relative_link_to_the_outside_is_refused()
    {
        _folder.Link("src/exit", "../../outside");

        Refusal("src/exit/secret.txt").ShouldContain("symbolic link");
    }

    [Fact]
    public void Link_followed_by_dots_is_walked_as_the_system_walks_it()
    {
        // By text "deep/../x" is inside, but the system follows the link before it climbs.
        _folder.Link("deep", _folder.Outside);

        Refusal("deep/../x").ShouldContain("symbolic link");
    }

    [Fact]
    public void Link_inside_the_workspace_is_fine()
    {
        _folder.Link("alias", "src");

        WorkspacePaths.Resolve(_folder.Workspace, "alias/a.cs").ShouldBe(Path.Combine(_folder.Workspace, "alias", "a.cs"));
    }

    [Fact]
    public void Workspace_reached_through_a_link_is_fine()
    {
        var alias = Path.Combine(_folder.Outside, "alias");
        Directory.CreateSymbolicLink(alias, _folder.Workspace);

        WorkspacePaths.Resolve(alias, "src/a.cs").ShouldBe(Path.Combine(alias, "src", "a.cs"));
    }

    [Fact]
    public void A_path_is_judged_as_it_is_opened_also_where_a_link_stands_before_the_dots()
    {
        Directory.CreateDirectory(Path.Combine(_folder.Workspace, "sub", "deep"));
        _folder.Link("far", Path.Combine("sub", "deep"));
        _folder.Link("out", _folder.Outside);

        Refusal("far/../out/secret.txt").ShouldContain("symbolic link");
    }

    [Fact]
    public void Links_in_a_circle_are_refused()
    {
        _folder.Link("one", "two");
        _folder.Link("two", "one");

        Refusal("one/a").ShouldContain("circle");
    }

    [Fact]
    public void Neighbour_with_the_same_beginning_is_outside()
    {
        _folder.Link("near", _folder.Workspace + "-other");

        Refusal("near").ShouldContain("symbolic link");
    }

    private string Refusal(string path)
    {
        var exception = Should.Throw<AxleException>(() => WorkspacePaths.Resolve(_folder.Workspace, path));
        exception.Error.Kind.ShouldBe(ErrorKind.Validation);
        return exception.Message;
    }
}
