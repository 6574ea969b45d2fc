namespace Axle.Tools.BuiltIn.Reports.Model;

/// <summary>A module: a directory, package or project.</summary>
/// <param name="Id">Its name, unique in the graph.</param>
/// <param name="Files">Number of files; 0 when unknown.</param>
/// <param name="Lines">Number of lines; 0 when unknown.</param>
/// <param name="FanIn">How many modules use it.</param>
/// <param name="FanOut">How many modules it uses.</param>
/// <param name="Instability">Fan-out over fan-in plus fan-out, 0 (stable) to 1 (unstable), after Robert C. Martin.</param>
public sealed record ModuleNode(string Id, int Files, int Lines, int FanIn, int FanOut, double Instability);
