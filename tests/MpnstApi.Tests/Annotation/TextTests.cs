using MpnstApi.Annotation;

namespace MpnstApi.Tests.Annotation;

/// <summary>Comparing words, whatever characters a record or a caller sends.</summary>
public sealed class TextTests
{
    [Fact]
    public void Characters_that_no_text_should_hold_divide_words()
    {
        // Not as data of a theory: an attribute cannot hold one half of a surrogate pair.
        (string Text, string Folded)[] cases =
        [
            ("Pazopanib \ufffe MPNST", "pazopanib mpnst"),
            ("a\ud800b", "a b"),
            ("\udc00", ""),
            ("\uffff\ufffe\ufdd0", ""),
            ("ＭＰＮＳＴ ﬁ é", "mpnst fi e"),
            ("🧬 \ud835\udc00", "a"),
        ];

        Assert.All(cases, one => Assert.Equal(one.Folded, Text.Fold(one.Text)));
    }
}
