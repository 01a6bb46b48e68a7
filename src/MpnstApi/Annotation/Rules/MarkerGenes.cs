using System.Collections.Frozen;

namespace MpnstApi.Annotation.Rules;

/// <summary>
/// Genes that eligibility criteria name and that are not targets in the dictionary. Symbols and aliases as in NCBI Gene of
/// September 2022 (Bioconductor org.Hs.eg.db 3.16); aliases of several genes are left out.
/// </summary>
internal static class MarkerGenes
{
    private const string Approved = """
        ACVR1 ALPG ALPP AMER1 APC ARAF ARID1A ARID1B ARID2 ASPSCR1 ASS1 ASXL1 ATF1 ATM ATRX AXIN1 AXIN2
        B4GALNT1 BAP1 BARD1 BCL6 BCOR BLM BRCA1 BRCA2 BRIP1 CA9 CALR CAMTA1 CBL CCND1 CCND2 CCND3 CCNE1
        CCR8 CD22 CD24 CD28 CD33 CD38 CD44 CD5 CD52 CD7 CD79A CD79B CDH17 CDH3 CDH6 CDK12 CDKN1B CDKN2B
        CDKN2C CEACAM5 CEACAM6 CHEK2 CIC CLDN18 CLDN6 CLEC12A COL1A1 CREB1 CREBBP CREM CSF1 CSF3R DDIT3
        DICER1 DLL3 DUX4 EML4 ENPP3 EP300 EPHA3 ERCC2 ERG ETV6 EWSR1 F3 FANCA FANCC FANCD2 FANCI FANCL
        FBXW7 FCRL5 FH FLI1 FOLH1 FOLR1 FOSB FOXO1 FUS GATA2 GNA11 GNAQ GNAS GPC2 GPRC5D GUCY2C HGF
        HMGA2 IL13RA2 IL1RAP IL3RA ITGB6 JAZF1 KEAP1 KIAA1549 KLK2 KMT2A KMT2C KMT2D L1CAM LATS1 LATS2
        LGR5 LRRC15 LZTR1 MAGEA1 MAGEA10 MAGEA3 MAGEC2 MAP2K4 MAP3K1 MGMT MITF MKI67 MLANA MLH1 MN1
        MRE11 MSH2 MSH6 MSLN MST1R MTAP MUC1 MUC16 MYB MYBL1 MYC MYCL MYCN NAB2 NBN NCOA2 NECTIN4 NF2
        NOTCH1 NOTCH2 NOTCH3 NPM1 NR4A3 NRG1 NSD1 NSD2 NUTM1 NUTM2B PALB2 PAX3 PAX7 PBRM1 PDGFB PHF1
        PHOX2B PIK3R1 PLAG1 PMS2 POLD1 POLE POLQ PPP2R1A PSCA PTCH1 PTEN PTK7 RAD51 RAD51B RAD51C RAD51D
        RAD54L RASA1 RB1 RELA RIT1 RNF43 ROR1 ROR2 RUNX1 SDC1 SDHA SDHB SDHC SDHD SETD2 SEZ6 SF3B1
        SLAMF7 SLC34A2 SLC39A6 SLFN11 SLITRK6 SMARCA2 SMARCA4 SMARCB1 SMARCE1 SOS1 SPRED1 SRSF2 SS18
        SSX1 SSX2 SSX4 STAT6 STEAP1 STK11 SUFU TACC3 TAF15 TERT TET2 TFE3 TFEB TMPRSS2 TNFRSF13B
        TNFRSF17 TP53 TP63 TSC1 TSC2 TYMP U2AF1 USP1 USP6 VGLL2 VHL VTCN1 WWTR1 XRCC2 YAP1 YWHAE ZFTA
        """;

    private static readonly FrozenDictionary<string, string> Symbols = Approved
        .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
        .Select(symbol => (symbol, symbol))
        .Concat([
            ("B7-H4", "VTCN1"),
            ("BAF47", "SMARCB1"),
            ("BCMA", "TNFRSF17"),
            ("BRG1", "SMARCA4"),
            ("BRM", "SMARCA2"),
            ("CAIX", "CA9"),
            ("CD123", "IL3RA"),
            ("CD138", "SDC1"),
            ("CLL-1", "CLEC12A"),
            ("cyclin D1", "CCND1"),
            ("cyclin E1", "CCNE1"),
            ("c-Myc", "MYC"),
            ("FRalpha", "FOLR1"),
            ("glypican-2", "GPC2"),
            ("LIV-1", "SLC39A6"),
            ("LKB1", "STK11"),
            ("MLL", "KMT2A"),
            ("N-myc", "MYCN"),
            ("PSMA", "FOLH1"),
            ("tissue factor", "F3"),
        ])
        .ToFrozenDictionary(entry => Text.Fold(entry.Item1), entry => entry.Item2);

    /// <summary>Returns the HGNC symbol of a name, ignoring case and hyphens; null if it is not one of these.</summary>
    public static string? Find(string name) => Symbols.GetValueOrDefault(Text.Fold(name));
}
