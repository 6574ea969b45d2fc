namespace Axle.Tools.BuiltIn.Code.Modules;

/// <summary>One import, include or use in a file.</summary>
/// <param name="Target">What is imported, as written, without quotes.</param>
/// <param name="Line">The line, from 1.</param>
/// <param name="Strength">Whether loading the file needs it.</param>
/// <param name="Names">Names taken from it, where the language lists them.</param>
internal sealed record ImportFact(string Target, int Line, ImportStrength Strength, IReadOnlyList<string> Names);

/// <summary>Whether loading a file needs what it imports.</summary>
internal enum ImportStrength
{
    /// <summary>For types only: gone when the program runs.</summary>
    TypesOnly = 0,

    /// <summary>Inside a function: loaded when that runs.</summary>
    Late,

    /// <summary>When the file is loaded or compiled.</summary>
    Load,
}
