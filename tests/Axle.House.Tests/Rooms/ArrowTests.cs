using System.Xml.Linq;
using Axle.House.Tests.Repository;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Axle.House.Tests.Rooms;

/// <summary>Which room may use which, as docs/architecture.md draws it.</summary>
public sealed class ArrowTests
{
    private const string Cure =
        "Arrows between rooms point down only (docs/architecture.md). Move what two rooms share into a port of the lower one or a word in "
        + "Axle.Abstractions; a new arrow is a decision that is written down there first, and then in Room.All.";

    [Fact]
    public void Projects_refer_only_to_rooms_below_them() =>
        Rule.Holds(Cure, Checkout.Files.Where(static f => IsRoomProject(f.Path)).SelectMany(WrongReferences));

    [Fact]
    public void Code_names_only_rooms_below_it() =>
        Rule.Holds(Cure, Checkout.CSharp.Where(static f => f.Folders.FirstOrDefault() == "src").SelectMany(WrongNames));

    [Fact]
    public void Every_room_is_on_the_plan() =>
        Rule.Holds(
            "Every project under src is in Room.All with its arrows, and every room of Room.All exists.",
            RoomFolders().Except(Room.All.Select(static r => r.Name)).Concat(Room.All.Select(static r => r.Name).Except(RoomFolders())));

    [Fact]
    public void Every_project_is_in_the_solution()
    {
        var solution = Checkout.Files.Single(static f => f.Path == "Axle.slnx").Text;
        Rule.Holds(
            "Projects under src and tests are listed in Axle.slnx, or ./test does not build them.",
            Checkout.Files
                .Where(static f => f.Path.EndsWith(".csproj", StringComparison.Ordinal) && f.Folders[0] is "src" or "tests")
                .Where(f => !solution.Contains($"Path=\"{f.Path}\"", StringComparison.Ordinal))
                .Select(static f => f.Path));
    }

    [Fact]
    public void A_reference_upwards_is_found()
    {
        var project = new RepositoryFile(
            "src/Axle.Models/Axle.Models.csproj",
            """<Project><ItemGroup><ProjectReference Include="..\Axle.Agents\Axle.Agents.csproj" /></ItemGroup></Project>""");
        WrongReferences(project).ShouldHaveSingleItem().ShouldContain("Axle.Agents");
    }

    [Theory]
    [InlineData("using Axle.Agents.Registry;")]
    [InlineData("using static Axle.Agents.Registry.AgentNames;")]
    [InlineData("using Names = Axle.Agents.Registry.AgentNames;")]
    [InlineData("class A { Axle.Agents.Registry.AgentNames? _b; }")]
    [InlineData("class A { string B() => Axle.Agents.Registry.AgentNames.First; }")]
    public void A_name_from_a_room_above_is_found(string code) =>
        WrongNames(new RepositoryFile("src/Axle.Workflows/Engine/A.cs", code)).ShouldNotBeEmpty();

    [Fact]
    public void Names_from_rooms_below_are_no_fault() =>
        WrongNames(new RepositoryFile("src/Axle.Agents/A.cs", "using Axle.Workflows.Ports; using Axle; using System;")).ShouldBeEmpty();

    private static IEnumerable<string> RoomFolders() =>
        Checkout.Files.Where(static f => IsRoomProject(f.Path)).Select(static f => f.Folders[1]);

    private static bool IsRoomProject(string path) =>
        path.StartsWith("src/", StringComparison.Ordinal) && path.EndsWith(".csproj", StringComparison.Ordinal);

    private static IEnumerable<string> WrongReferences(RepositoryFile project)
    {
        var room = Room.All.FirstOrDefault(r => r.Name == project.Folders[1]);
        return XDocument.Parse(project.Text).Descendants("ProjectReference")
            .Select(static r => Path.GetFileNameWithoutExtension(r.Attribute("Include")!.Value.Replace('\\', '/')))
            .Where(r => room is null || !room.References.Contains(r))
            .Select(r => $"{project.Path}: refers to {r}");
    }

    private static IEnumerable<string> WrongNames(RepositoryFile file)
    {
        var room = Room.All.FirstOrDefault(r => r.Name == file.Folders[1]);
        if (room is null)
            yield break;
        foreach (var node in file.Syntax.DescendantNodes().Where(static n => n is QualifiedNameSyntax or MemberAccessExpressionSyntax))
        {
            if (node.Parent is QualifiedNameSyntax or MemberAccessExpressionSyntax or NamespaceDeclarationSyntax or FileScopedNamespaceDeclarationSyntax)
                continue;
            var used = Room.Of(node.ToString());
            if (used is not null && used != room.Name && !room.Sees.Contains(used))
                yield return $"{file.At(node)}: {node}";
        }
    }
}
