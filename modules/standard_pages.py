"""What a new installation's standard pages say. Created once; from then on the editors' own."""

from __future__ import annotations

INTRO = (
    "<p>Modul pelatihan dan contoh konten kreatif untuk guru Indonesia: cari menurut tingkat, mata pelajaran, "
    "dan platform, lalu pakai di kelas, juga dengan sinyal terbatas.</p>"
)
INTRO_EN = (
    "<p>Training modules and examples of creative content for Indonesia’s teachers: find them by level, subject and "
    "platform, and use them in class, with a weak signal too.</p>"
)
HEADLINE = "Materi siap pakai untuk mengajar dengan teknologi"
HEADLINE_EN = "Ready-made materials for teaching with technology"
FOR_EDITORS = (
    "<p>Editor nasional dan Balai TIK Pendidikan menulis, menyunting, dan menerbitkan materi di sini. Ingin ikut "
    "menyumbang materi? Hubungi balai di provinsi Anda untuk memperoleh akun.</p>"
)
FOR_EDITORS_EN = (
    "<p>National editors and the centres of the provinces write, edit and publish the materials here. To contribute, "
    "ask the centre of your province for an account.</p>"
)

ABOUT = (
    "<p>Sinau menghimpun modul pelatihan dan contoh konten kreatif untuk guru di seluruh Indonesia. Materinya "
    "mendukung bimbingan teknis tingkat dasar dan menengah bagi guru di sekolah penerima internet satelit.</p>"
    "<h2>Siapa yang mengisi</h2><p>Editor nasional menerbitkan materi umum. Balai TIK Pendidikan di provinsi "
    "menambahkan materi daerahnya sendiri. Setiap materi mencantumkan penulis, balai, dan lisensinya.</p>"
    "<h2>Bebas dipakai</h2><p>Anda tidak memerlukan akun untuk membaca, mencari, dan mengunduh. Data katalognya "
    "terbuka bagi aplikasi lain.</p>"
)

HELP = (
    "<p>Tidak perlu akun. Cari, baca, unduh, dan pakai di kelas. Langkah demi langkah dengan gambar ada di "
    '<a href="/panduan/">panduan untuk guru</a>.</p>'
    "<h2>Mencari materi</h2>"
    "<ol><li>Ketik kata kunci di kotak pencarian, misalnya <b>kuis pecahan</b>.</li>"
    "<li>Tidak perlu ejaan yang tepat: kata yang salah ketik diperbaiki, dan Anda diberi tahu apa yang diubah.</li>"
    "<li>Untuk kata yang harus berurutan, apit dengan tanda petik: <b>“hak cipta”</b>.</li>"
    "<li>Belum tahu kata kuncinya? Mulailah dari daftar mata pelajaran, aplikasi, atau tingkat di beranda.</li></ol>"
    "<h2>Menyaring hasil</h2>"
    "<p>Pilih tingkat, jenjang, kelas, mata pelajaran, atau aplikasi di samping hasil. Di ponsel, tekan tombol "
    "<b>Filter</b>. Dua pilihan dalam satu kelompok berarti salah satunya boleh. Pilihan dari kelompok yang berbeda "
    "harus terpenuhi semuanya. Hapus satu pilihan dengan menekan tanda silangnya.</p>"
    "<p>Alamat halaman hasil dapat disalin dan dibagikan kepada rekan guru.</p>"
    "<h2>Arti tingkat</h2>"
    "<ul><li><b>Dasar</b>: langkah demi langkah, tanpa pengalaman sebelumnya.</li>"
    "<li><b>Menengah</b>: Anda sudah biasa memakai perangkat dan ingin membuat media sendiri.</li>"
    "<li><b>Lanjut</b>: Anda mengembangkan media yang lebih rumit dan membimbing rekan.</li></ul>"
    "<p>Tingkat adalah tingkat kemahiran guru, bukan jenjang sekolah murid. Durasi ditulis dalam jam pelajaran: "
    "1 JP sama dengan 45 menit.</p>"
    "<h2>Mengunduh dan menghemat kuota</h2>"
    "<p>Ukuran berkas tertulis sebelum Anda mengunduh atau memutar. Audio dan video tidak dimuat sebelum Anda menekan "
    "tombol putar, dan hampir semuanya memiliki transkrip yang dapat dibaca. Jika penghemat data di peramban menyala, "
    "gambar tidak dimuat sampai Anda memintanya.</p>"
    "<h2>Memakai tanpa internet</h2>"
    "<ul><li>Unduh lembar kerja dan berkas lain saat sinyal baik, lalu buka kapan saja.</li>"
    "<li>Simpan halaman sebagai PDF atau cetak lewat menu cetak peramban: menu dan tombol tidak ikut tercetak.</li>"
    "<li>Di setiap materi tertulis apakah ada bagian yang memerlukan internet, misalnya simulasi atau video dari laman "
    "lain.</li></ul>"
    "<h2>Apa yang boleh dilakukan dengan materi</h2>"
    "<p>Setiap materi memiliki lisensi. Pada sebagian besar materi Anda boleh menyalin, mengubah, dan membagikannya "
    "selama nama pembuatnya dicantumkan. Kalimat atribusi yang tinggal disalin ada di bagian bawah halaman materi.</p>"
    "<ul><li><b>CC BY</b>: cantumkan nama pembuat.</li>"
    "<li><b>CC BY-SA</b>: cantumkan nama pembuat dan bagikan hasil ubahan dengan lisensi yang sama.</li>"
    "<li><b>CC BY-NC</b>: seperti CC BY, tetapi bukan untuk keperluan komersial.</li></ul>"
    "<h2>Bertanya</h2>"
    "<p>Ada yang keliru, atau Anda memerlukan pelatihan? Hubungi Balai TIK Pendidikan di provinsi Anda. Alamat dan "
    'nomornya ada di <a href="/balai/">daftar balai</a>.</p>'
)

PRIVACY = (
    "<p>Anda dapat membaca, mencari, dan mengunduh tanpa akun. Kami tidak mengumpulkan data pribadi pembaca, tidak "
    "memasang pelacak, dan tidak menampilkan iklan.</p>"
    "<h2>Yang dicatat</h2>"
    "<p>Peladen mencatat alamat IP dan halaman yang dibuka untuk menjaga keamanan dan mencari gangguan. Kata kunci "
    "pencarian dihitung tanpa keterangan siapa yang mengetiknya, supaya kami tahu materi apa yang belum ada.</p>"
    "<h2>Yang disimpan di perangkat Anda</h2>"
    "<p>Pembaca tidak menerima kuki. Kuki hanya dipakai saat editor masuk ke ruang kerjanya.</p>"
    "<h2>Laman lain</h2>"
    "<p>Sebagian materi menunjuk ke video, simulasi, atau aplikasi di laman lain. Isinya baru dimuat setelah Anda "
    "membukanya, dan sejak itu kebijakan privasi laman tersebut yang berlaku.</p>"
)

# Slug → title and text, in the order of the footer.
STANDARD_PAGES: dict[str, tuple[str, str]] = {
    "tentang": ("Tentang", ABOUT),
    "bantuan": ("Bantuan untuk Guru", HELP),
    "privasi": ("Kebijakan Privasi", PRIVACY),
}
