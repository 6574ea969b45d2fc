using Axle.Models.Evidence;

namespace Axle.Models.Providers.Offline.Writing;

/// <summary>What one object of an answer is about: the whole review, a rule, a place, a finding, a step to take.</summary>
/// <param name="Title">A few words.</param>
/// <param name="Text">One to four sentences.</param>
internal sealed record Subject(string Title, string Text)
{
    public string Why { get; init; } = "";

    public string Remedy { get; init; } = "";

    public FindingSeverity? Severity { get; init; }

    public double? Confidence { get; init; }

    /// <summary>The findings behind it, heaviest first.</summary>
    public IReadOnlyList<EvidenceFinding> Findings { get; init; } = [];

    /// <summary>A stable name: the rule's id, the path, the tool's name.</summary>
    public string Key { get; init; } = "";

    /// <summary>File or directory; empty when it has none.</summary>
    public string Path { get; init; } = "";

    public string Source { get; init; } = "";

    /// <summary>How anyone can see that it is done; empty where nothing is to do.</summary>
    public string Done { get; init; } = "";

    /// <summary>Place in its list, from 1.</summary>
    public int Position { get; init; } = 1;

    /// <summary>A measured number, where it is about one.</summary>
    public double? Value { get; init; }

    /// <summary>Whether it is the whole review.</summary>
    public bool IsWhole { get; init; }
}
