namespace Axle.Tools.Tests.Contract;

/// <summary>A folder with a workspace in it and a place outside of that; gone after the test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("axle-tools-");

    public TemporaryFolder()
    {
        Workspace = _root.CreateSubdirectory("workspace").FullName;
        Outside = _root.CreateSubdirectory("outside").FullName;
        File.WriteAllText(Path.Combine(Outside, "secret.txt"), "outside");
        Directory.CreateDirectory(Path.Combine(Workspace, "src"));
        File.WriteAllText(Path.Combine(Workspace, "src", "a.cs"), "inside");
    }

    public string Workspace { get; }

    public string Outside { get; }

    public void Link(string path, string target) => File.CreateSymbolicLink(Path.Combine(Workspace, path), target);

    public void Dispose() => _root.Delete(recursive: true);
}
