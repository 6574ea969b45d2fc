using Axle.Tools.BuiltIn.Sources.Languages;

namespace Axle.Tools.BuiltIn.Sources.Lexing;

/// <summary>Finds the mark after which a file holds data instead of program text.</summary>
internal static class DataSection
{
    /// <summary>The end of the text when the mark stands at the position; the position itself otherwise.</summary>
    public static int End(LexicalCursor cursor, int position)
    {
        bool marked = cursor.Text[position] == '_' && cursor.Has(LexicalTraits.DataSection) && position == cursor.LineStart
            && (cursor.At(position, "__END__") || cursor.At(position, "__DATA__"));
        return marked ? cursor.Text.Length : position;
    }
}
