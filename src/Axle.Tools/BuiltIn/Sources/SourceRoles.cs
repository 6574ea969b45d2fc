namespace Axle.Tools.BuiltIn.Sources;

/// <summary>What a file is for, worked out from its path and its first lines.</summary>
[Flags]
public enum SourceRoles
{
    /// <summary>The project's own product code.</summary>
    None = 0,

    /// <summary>A test, a fixture or test data.</summary>
    Test = 1,

    /// <summary>Written by a program: generated, minified, lock file.</summary>
    Generated = 1 << 1,

    /// <summary>Somebody else's code kept in the repository.</summary>
    Vendored = 1 << 2,

    /// <summary>Documentation, example, demo or benchmark.</summary>
    Example = 1 << 3,
}
