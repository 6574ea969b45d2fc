namespace Axle.Tools.BuiltIn.Sources;

/// <summary>Why a file of the workspace is not among <see cref="SourceTree.Files"/>, or was left out by a tool.</summary>
public enum SkipReason
{
    /// <summary>It holds bytes that are no text.</summary>
    Binary = 0,

    /// <summary>It is larger than <see cref="SourceLimits.FileBytes"/>.</summary>
    TooLarge,

    /// <summary>The workspace has more files than <see cref="SourceLimits.Files"/>.</summary>
    TooMany,

    /// <summary>The files before it reached <see cref="SourceLimits.TotalBytes"/>.</summary>
    TotalReached,

    /// <summary>It is a symbolic link.</summary>
    Link,

    /// <summary>It could not be read: gone, locked or forbidden.</summary>
    Unreadable,

    /// <summary>A program wrote it.</summary>
    Generated,

    /// <summary>It is somebody else's code.</summary>
    Vendored,

    /// <summary>It is documentation, an example or a benchmark.</summary>
    Example,

    /// <summary>It is a test or test data.</summary>
    Test,

    /// <summary>Its language is not known, or is not one that the tool can analyse.</summary>
    Language,
}
