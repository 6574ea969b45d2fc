namespace Axle.Guardrails.Policy;

/// <summary>Policies of a folder: its YAML files by name.</summary>
public static class PolicyFolder
{
    /// <summary>Reads all; none when there is no such folder.</summary>
    /// <exception cref="AxleException">One is no policy, or two have the same name.</exception>
    public static IReadOnlyList<PolicyDocument> Read(string folder)
    {
        if (!Directory.Exists(folder))
            return [];
        var policies = Directory.EnumerateFiles(folder).Where(static f => Path.GetExtension(f) is ".yaml" or ".yml").Order(StringComparer.Ordinal)
            .Select(static f => PolicyReader.Read(File.ReadAllText(f), Path.GetFileName(f))).ToArray();
        return policies.GroupBy(static p => p.Id).FirstOrDefault(static g => g.Count() > 1) is { } twice
            ? throw new AxleException(ErrorKind.Validation, $"Two policies in '{folder}' are called '{twice.Key}'; give one another name.")
            : policies;
    }
}
