using Axle.Storage.Postgres;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Axle.Hosting;

/// <summary>
/// Which store holds the runs: <c>postgres://…</c>, <c>sqlite</c> for the file of <see cref="AxleOptions.DatabasePath"/>, or <c>env:NAME</c> for what an
/// environment variable says. From an option, <c>AXLE_STORE</c>, or <c>store:</c> in <c>axle.yaml</c>, the first of these that says something.
/// </summary>
public static class StoreSetting
{
    /// <summary>The environment variable that says which store holds the runs.</summary>
    public const string Variable = "AXLE_STORE";

    /// <summary>The SQLite file.</summary>
    public const string Sqlite = "sqlite";

    private const string ByVariable = "env:";
    private const int LargestFile = 256 * 1024;
    private static readonly string[] FileNames = ["axle.yaml", "axle.yml"];

    /// <summary>What a project says.</summary>
    /// <param name="directory">Where its <c>axle.yaml</c> or <c>axle.yml</c> is.</param>
    /// <param name="environment">Returns a variable's value, or null.</param>
    /// <returns>An address or <see cref="Sqlite"/>; null when it says nothing.</returns>
    /// <exception cref="AxleException">Validation: what it says names no store.</exception>
    public static string? Of(string directory, Func<string, string?> environment)
    {
        ArgumentNullException.ThrowIfNull(environment);
        var said = environment(Variable) is { Length: > 0 } variable ? variable : InFile(directory);
        return said is null ? null : Resolve(said, environment);
    }

    /// <summary>Looks up a variable that is named, and checks what is said.</summary>
    /// <exception cref="AxleException">Validation: it names no store. What it says stays unsaid: it may hold a password.</exception>
    internal static string Resolve(string said, Func<string, string?> environment)
    {
        var value = said;
        if (said.StartsWith(ByVariable, StringComparison.Ordinal))
        {
            var name = said[ByVariable.Length..].Trim();
            value = environment(name) is { Length: > 0 } found
                ? found
                : throw new AxleException(ErrorKind.Validation, $"The store is to be in the environment variable '{name}', and that one is not set. Set it to postgres://….");
        }

        if (PostgresAddress.IsOne(value))
            _ = PostgresAddress.Named(value);
        else if (value != Sqlite)
            throw new AxleException(ErrorKind.Validation, $"The store is neither '{Sqlite}' nor an address that begins with postgres://. Say one of them in {Variable} or 'store:' of axle.yaml.");
        return value;
    }

    /// <summary>A file that is no YAML is complained of by those who read all of it.</summary>
    private static string? InFile(string directory)
    {
        var file = FileNames.Select(name => Path.Combine(directory, name)).FirstOrDefault(File.Exists);
        if (file is null || new FileInfo(file).Length > LargestFile)
            return null;
        try
        {
            var stream = new YamlStream();
            using var text = File.OpenText(file);
            stream.Load(text);
            return stream.Documents is [{ RootNode: YamlMappingNode root }, ..]
                && root.Children.TryGetValue(new YamlScalarNode("store"), out var node) && node is YamlScalarNode { Value: { Length: > 0 } said } ? said : null;
        }
        catch (YamlException)
        {
            return null;
        }
    }
}
