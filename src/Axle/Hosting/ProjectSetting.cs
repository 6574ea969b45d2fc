using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Axle.Hosting;

/// <summary>Settings of a project: single words, from an environment variable, else from <c>axle.yaml</c>; and sections of that file.</summary>
internal static class ProjectSetting
{
    private const string ByVariable = "env:";
    private const int LargestFile = 256 * 1024;
    private static readonly string[] FileNames = ["axle.yaml", "axle.yml"];

    /// <summary>What is said; null when nothing is.</summary>
    /// <param name="directory">Where <c>axle.yaml</c> or <c>axle.yml</c> is.</param>
    /// <param name="key">The key in that file.</param>
    /// <param name="variable">The environment variable that goes before the file.</param>
    /// <param name="environment">Returns a variable's value, or null.</param>
    public static string? Find(string directory, string key, string variable, Func<string, string?> environment) =>
        environment(variable) is { Length: > 0 } said ? said : Section(directory, key) is YamlScalarNode { Value: { Length: > 0 } word } ? word : null;

    /// <summary>Looks up the variable when <c>env:NAME</c> is said.</summary>
    /// <param name="key">What is set, for people.</param>
    /// <param name="said">What is said.</param>
    /// <param name="example">What the variable may hold.</param>
    /// <param name="environment">Returns a variable's value, or null.</param>
    /// <exception cref="AxleException">Validation: the variable that is named is not set.</exception>
    public static string Resolve(string key, string said, string example, Func<string, string?> environment)
    {
        if (!said.StartsWith(ByVariable, StringComparison.Ordinal))
            return said;
        var name = said[ByVariable.Length..].Trim();
        return environment(name) is { Length: > 0 } found
            ? found
            : throw new AxleException(ErrorKind.Validation, $"The {key} is to be in the environment variable '{name}', and that one is not set. Set it to {example}.");
    }

    /// <summary>What stands under a key of <c>axle.yaml</c>; null when nothing does.</summary>
    /// <param name="directory">Where <c>axle.yaml</c> or <c>axle.yml</c> is.</param>
    /// <param name="key">The key in that file.</param>
    public static YamlNode? Section(string directory, string key)
    {
        var file = FileNames.Select(name => Path.Combine(directory, name)).FirstOrDefault(File.Exists);
        if (file is null || new FileInfo(file).Length > LargestFile)
            return null;
        // A file that is no YAML is complained of by those who read all of it.
        try
        {
            var stream = new YamlStream();
            using var text = File.OpenText(file);
            stream.Load(text);
            return stream.Documents is [{ RootNode: YamlMappingNode root }, ..] && root.Children.TryGetValue(new YamlScalarNode(key), out var node)
                ? node
                : null;
        }
        catch (YamlException)
        {
            return null;
        }
    }
}
