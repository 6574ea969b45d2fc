namespace Axle.Tools.BuiltIn.Sources;

/// <summary>Tells a checkout from sources that were unpacked: packages leave out what their users do not need.</summary>
internal static class Checkout
{
    private static readonly string[] Marks = [".git", ".hg", ".svn", ".jj"];

    /// <summary>Whether the directory is the top of a version control checkout.</summary>
    public static bool Is(string workspace) => Marks.Any(mark => Path.Exists(Path.Combine(workspace, mark)));
}
