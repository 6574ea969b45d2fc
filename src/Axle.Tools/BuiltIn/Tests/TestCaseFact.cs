namespace Axle.Tools.BuiltIn.Tests;

/// <summary>One test in a test file.</summary>
/// <param name="Name">Its name or its sentence.</param>
/// <param name="Line">Its line.</param>
/// <param name="EndLine">Its last line.</param>
/// <param name="Skipped">Whether it is switched off.</param>
/// <param name="Focused">Whether it switches the others off (<c>it.only</c>).</param>
/// <param name="Empty">Whether its body holds nothing.</param>
/// <param name="Asserts">Whether something in it looks like a check.</param>
internal sealed record TestCaseFact(string Name, int Line, int EndLine, bool Skipped, bool Focused, bool Empty, bool Asserts)
{
    /// <summary>The names that it calls.</summary>
    public IReadOnlySet<string> Calls { get; init; } = new HashSet<string>();
}
