using System.Reflection;

namespace Axle.Agents.BuiltIn;

/// <summary>
/// The files of <c>library/</c> that ship inside the program: agents, workflows and output shapes. They are embedded, so that a
/// published single file has them too. Names are paths with forward slashes, for example <c>agents/security.md</c>.
/// </summary>
public static class BuiltInLibrary
{
    private static readonly Assembly Home = typeof(BuiltInLibrary).Assembly;

    /// <summary>Names of the files of one folder, without the ending, in order.</summary>
    /// <param name="folder">For example <c>workflows</c>.</param>
    /// <param name="ending">For example <c>.yaml</c>.</param>
    public static IReadOnlyList<string> Names(string folder, string ending) =>
    [
        .. Home.GetManifestResourceNames()
            .Where(name => name.StartsWith(folder + "/", StringComparison.Ordinal) && name.EndsWith(ending, StringComparison.Ordinal))
            .Select(name => name[(folder.Length + 1)..^ending.Length])
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>Reads one file.</summary>
    /// <exception cref="AxleException">There is no such file.</exception>
    public static string Read(string name)
    {
        using var stream = Home.GetManifestResourceStream(name)
            ?? throw new AxleException(ErrorKind.NotFound, $"The library has no file '{name}'.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
