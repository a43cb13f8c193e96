"""Which icon belongs to which Indonesian word."""

from __future__ import annotations

# The first entry with a word that begins a word of the label wins, so that the special come first.
_WORDS: tuple[tuple[str, str], ...] = (
    ("microphone", "rekam mikrofon suara narasi siniar radio siar ucap lafal bicara"),
    ("music", "lagu musik nyanyi jingle irama nada bunyi ketuk tepuk tifa tari gerak"),
    ("video", "video film syuting stop-motion adegan"),
    ("camera", "foto potret kamera gambar jepret memotret"),
    ("download", "unduh simpan luring pasang instal ekspor"),
    ("share", "bagi kirim sebar unggah terbit tautan"),
    ("lock", "sandi rahasia aman kunci privasi izin akun masuk login"),
    ("magnifier", "cari amat periksa cek teliti tinjau lacak selidik temu uji"),
    ("ruler", "ukur tinggi panjang lebar jarak hitung sudut luas meter"),
    ("chart", "data grafik diagram nilai hasil skor rapor laporan persen"),
    ("clock", "waktu menit jam durasi jadwal detik"),
    ("calendar", "hari minggu tanggal bulan pekan"),
    ("pencil", "tulis catat isi jawab naskah edit sunting ketik rancang sketsa tugas rumus"),
    ("palette", "warna desain lukis motif hias gaya kreasi batik"),
    ("chat", "diskusi tanya komentar obrol cerita dialog pesan umpan jajak debat wawancara"),
    ("people", "kelompok bersama teman murid guru siapa orang kelas keluarga pasang tim warga"),
    ("phone", "ponsel hp aplikasi pindai"),
    ("laptop", "laptop komputer peramban chromebook layar"),
    ("play", "putar mulai tonton main tampil presentasi simulasi"),
    ("book", "baca buku pustaka kosakata kata teks materi belajar pelajari kamus"),
    ("document", "berkas dokumen lembar lkpd cetak kertas salin"),
    ("fish", "ikan laut udang kepiting"),
    ("boat", "perahu sungai pelabuhan jukung"),
    ("cloud", "hujan awan cuaca uap kondensasi evaporasi"),
    ("water", "air siram cuci basah tetes banjir minyak"),
    ("tree", "pohon hutan bakau tanam kopi kebun"),
    ("leaf", "daun tumbuh kompos organik lingkungan kelapa"),
    ("bin", "sampah buang hapus plastik"),
    ("sun", "matahari pagi terang cahaya energi panas surya"),
    ("food", "makan masak resep goreng bumbu adonan kue pempek minum"),
    ("house", "rumah kampung desa balai"),
    ("map", "peta lokasi tempat jelajah keliling kunjung wilayah"),
    ("flag", "merdeka pancasila pahlawan nasional indonesia upacara"),
    ("hand", "bantu tangan angkat janji sentuh isyarat pilih tekan ketuk pegang jari telapak punggung kuku"),
    ("heart", "sayang hormat peduli terima maaf sehat hati perasaan senang"),
    ("speaker", "dengar siaran putar simak audio"),
    ("atom", "sains atom listrik arus kimia partikel mesin uap molekul zat"),
    ("gear", "atur setel mesin alat rakit rangkai kerja bengkel"),
    ("bulb", "ide gagas pikir paham refleksi simpul coba"),
    ("star", "bintang hadiah juara apresiasi"),
    ("globe", "dunia bumi internet jaringan daring"),
    ("check", "benar selesai setuju siap tuntas"),
    ("key", "verifikasi kode"),
)

_SUFFIXES = frozenset(("", "nya", "an", "kan", "i", "lah", "mu", "ku", "annya", "ku,", ",", ":"))


def icon_for(label: str, fallback: str = "") -> str:
    """The icon that fits an Indonesian label, or `fallback`: "Rekam suara" → "microphone"."""
    words = label.lower().replace("-", " ").split()
    stems = [stem for word in words for stem in (word, *_stems(word))]
    for name, triggers in _WORDS:
        if any(_matches(stem, trigger) for trigger in triggers.split() for stem in stems):
            return name
    return fallback


def _matches(stem: str, trigger: str) -> bool:
    # Short triggers take only a suffix: "jam" is in "jamnya" but not in "jamur".
    rest = stem.removeprefix(trigger)
    return rest != stem and (len(trigger) > 4 or rest in _SUFFIXES)


def _stems(word: str) -> list[str]:
    """A word without its common verb prefix; nasal prefixes give back the letter they swallow."""
    stems = []
    for prefix, letters in (
        ("menge", ("",)),
        ("meng", ("", "k")),
        ("meny", ("s",)),
        ("mem", ("", "p")),
        ("men", ("", "t")),
        ("me", ("",)),
        ("ber", ("",)),
        ("di", ("",)),
        ("pem", ("", "p")),
        ("pen", ("", "t")),
    ):
        if word.startswith(prefix) and len(word) - len(prefix) >= 3:
            stems += [letter + word[len(prefix) :] for letter in letters]
    return stems
