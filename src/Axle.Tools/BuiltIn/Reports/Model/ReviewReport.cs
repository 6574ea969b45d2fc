namespace Axle.Tools.BuiltIn.Reports.Model;

/// <summary>What a review found and how it went: the one model behind the Markdown, HTML and SARIF reports. Holds no absolute path and no secret.</summary>
public sealed record ReviewReport
{
    /// <summary>What the report calls itself, for example <c>Code review of axle</c>.</summary>
    public required string Title { get; init; }

    /// <summary>Name of the reviewed directory, without its path.</summary>
    public required string Workspace { get; init; }

    /// <summary>When the report was made.</summary>
    public required DateTimeOffset GeneratedAt { get; init; }

    /// <summary>The run that made it.</summary>
    public required string RunId { get; init; }

    /// <summary>Name of the workflow that ran; empty when unknown.</summary>
    public string Workflow { get; init; } = "";

    /// <summary>Where the reviewed source comes from; null outside of git.</summary>
    public SourceVersion? Source { get; init; }

    /// <summary>Whether any section was written by the offline provider, which ranks and summarises facts and is not a language model.</summary>
    public bool Offline { get; init; }

    /// <summary>Every provider and model that wrote a section, as <c>provider/model</c>, in order of first use.</summary>
    public IReadOnlyList<string> Models { get; init; } = [];

    /// <summary>What each agent step said, in the order of the steps.</summary>
    public IReadOnlyList<ReportSection> Sections { get; init; } = [];

    /// <summary>Findings without repeats, most urgent first.</summary>
    public IReadOnlyList<ReportFinding> Findings { get; init; } = [];

    /// <summary>How many findings were left out because of the limit on a report; 0 when all are here.</summary>
    public int FindingsLeftOut { get; init; }

    /// <summary>Which part of the code uses which; null when nothing measured it.</summary>
    public ModuleGraph? Modules { get; init; }

    /// <summary>Lines per language, largest first.</summary>
    public IReadOnlyList<LanguageShare> Languages { get; init; } = [];

    /// <summary>Files that are complex and change often, hottest first.</summary>
    public IReadOnlyList<HotSpot> HotSpots { get; init; } = [];

    /// <summary>Numbers over the whole workspace.</summary>
    public ReportMetrics Metrics { get; init; } = new();

    /// <summary>How the run went.</summary>
    public RunTrace Run { get; init; } = new();
}
