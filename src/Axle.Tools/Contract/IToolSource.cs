namespace Axle.Tools.Contract;

/// <summary>Tools that come and go while a host runs, such as those of MCP servers. May be asked by many threads.</summary>
public interface IToolSource
{
    /// <summary>The tools there are now: the same list until they change.</summary>
    IReadOnlyList<ITool> Tools { get; }

    /// <summary>Names of tools that cannot be called, with the reason.</summary>
    IReadOnlyDictionary<string, string> Faulty { get; }

    /// <summary>Why it has no tool of a name, as a sentence with the cure; null when the name does not concern it.</summary>
    string? WhyMissing(string name);
}
