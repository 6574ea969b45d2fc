namespace Axle.Tools.BuiltIn.Reports.Model;

/// <summary>A file that is complex and changes often: where trouble is most likely and mending pays most.</summary>
/// <param name="File">Path relative to the workspace.</param>
/// <param name="Changes">How many commits changed it.</param>
/// <param name="Complexity">Sum of the cyclomatic complexity of its functions, or the measure that the tool names.</param>
/// <param name="Lines">Number of lines; 0 when unknown.</param>
/// <param name="Authors">How many people changed it; 0 when unknown.</param>
/// <param name="Score">Heat; higher is hotter, comparable only inside one report.</param>
public sealed record HotSpot(string File, int Changes, double Complexity, int Lines, int Authors, double Score);
