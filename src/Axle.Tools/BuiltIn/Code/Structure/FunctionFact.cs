namespace Axle.Tools.BuiltIn.Code.Structure;

/// <summary>What was measured of one function.</summary>
/// <param name="Name">Its name.</param>
/// <param name="File">The file, relative to the workspace.</param>
/// <param name="Line">The line of the name, from 1.</param>
/// <param name="EndLine">Its last line.</param>
/// <param name="CodeLines">Lines with code, without blank lines, comments and the named functions inside.</param>
/// <param name="Parameters">Number of parameters; <c>self</c> is not counted.</param>
/// <param name="Nesting">How deep branches and loops stand in each other.</param>
/// <param name="Cyclomatic">McCabe's number: 1, plus 1 for each branch, loop, case and short-circuit operator.</param>
/// <param name="Cognitive">Cognitive complexity after SonarSource, approximated from tokens: recursion and jumps to labels are not counted.</param>
/// <param name="Cases">How much of <paramref name="Cyclomatic"/> comes from the labels of flat selections.</param>
public sealed record FunctionFact(
    string Name, string File, int Line, int EndLine, int CodeLines, int Parameters, int Nesting, int Cyclomatic, int Cognitive, int Cases);
