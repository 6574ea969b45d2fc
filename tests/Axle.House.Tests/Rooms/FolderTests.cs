using System.Xml.Linq;
using Axle.House.Tests.Repository;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Axle.House.Tests.Rooms;

/// <summary>A type is where its name says.</summary>
public sealed class FolderTests
{
    private const int MaxReadmeLines = 20;

    [Fact]
    public void Namespaces_are_the_folders() =>
        Rule.Holds(
            "Folder = namespace: the namespace of a file is the project's root namespace and the folders that lead to the file. Move the file or rename.",
            Checkout.CSharp.Where(static f => f.Folders is ["src" or "tests" or "bench", not "Support", ..]).SelectMany(WrongNamespaces));

    [Fact]
    public void Every_room_has_a_short_readme() =>
        Rule.Holds(
            $"Every room has a README.md of at most {MaxReadmeLines} lines: what comes in, what goes out, what it may import, where to start reading.",
            Room.All.Select(static r => $"src/{r.Name}/README.md").Where(static p => LinesOf(p) is 0 or > MaxReadmeLines)
                .Select(static p => LinesOf(p) == 0 ? $"{p}: missing" : $"{p}: {LinesOf(p)} lines"));

    [Theory]
    [InlineData("src/Axle.Tools/BuiltIn/A.cs", "namespace Axle.Tools;")]
    [InlineData("src/Axle.Tools/A.cs", "namespace Axle.Tools.BuiltIn;")]
    [InlineData("src/Axle.Tools/BuiltIn/A.cs", "namespace Axle.Tools { namespace Other { class A; } }")]
    public void A_namespace_elsewhere_is_found(string path, string code) =>
        WrongNamespaces(new RepositoryFile(path, code)).ShouldNotBeEmpty();

    private static int LinesOf(string path) =>
        Checkout.Files.FirstOrDefault(f => f.Path == path)?.Text.TrimEnd('\n').Split('\n').Length ?? 0;

    private static IEnumerable<string> WrongNamespaces(RepositoryFile file)
    {
        var expected = string.Join('.', new[] { RootNamespace(file.Folders) }.Concat(file.Folders.Skip(2)));
        return file.Syntax.DescendantNodes().OfType<BaseNamespaceDeclarationSyntax>()
            .Where(n => n.Name.ToString() != expected)
            .Select(n => $"{file.At(n)}: {n.Name}, expected {expected}");
    }

    private static string RootNamespace(string[] folders)
    {
        var project = Checkout.Files.FirstOrDefault(f => f.Path == $"{folders[0]}/{folders[1]}/{folders[1]}.csproj");
        return project is null ? folders[1] : XDocument.Parse(project.Text).Descendants("RootNamespace").FirstOrDefault()?.Value ?? folders[1];
    }
}
