using System.Xml;
using System.Xml.Linq;

namespace Axle.Tools.BuiltIn.Documents;

/// <summary>Reads XML that keeps its line numbers. No DTD is processed and nothing outside is fetched.</summary>
internal static class XmlLines
{
    /// <summary>Null when the text is not well formed.</summary>
    public static XElement? Read(string text)
    {
        try
        {
            using var reader = XmlReader.Create(
                new StringReader(text.TrimStart('\uFEFF')),
                new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore, XmlResolver = null, MaxCharactersInDocument = 16 << 20 });
            return XElement.Load(reader, LoadOptions.SetLineInfo);
        }
        catch (XmlException)
        {
            return null;
        }
    }

    /// <summary>Line of an element or attribute, from 1.</summary>
    public static int Line(this XObject node) => node is IXmlLineInfo info && info.HasLineInfo() ? info.LineNumber : 1;

    /// <summary>Descendants by local name, whatever the namespace.</summary>
    public static IEnumerable<XElement> Named(this XElement root, string name) => root.Descendants().Where(e => e.Name.LocalName == name);

    /// <summary>Direct child by local name.</summary>
    public static XElement? Child(this XElement root, string name) => root.Elements().FirstOrDefault(e => e.Name.LocalName == name);
}
